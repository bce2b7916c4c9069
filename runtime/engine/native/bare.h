/* What the C that wasm2c makes asks of a C system, without a header of one: the same text is compiled by gcc, by mingw
 * and, in memory, by libtcc, which brings neither headers nor a library. The names beginning with wasm_rt are wasm2c's
 * (WABT 1.0.32, wasm2c/README.md, "The generated C"). */
#ifndef NINTH_BARE_H
#define NINTH_BARE_H

typedef signed char int8_t;
typedef unsigned char uint8_t;
typedef short int16_t;
typedef unsigned short uint16_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long long int64_t;
typedef unsigned long long uint64_t;
typedef __SIZE_TYPE__ size_t;
typedef _Bool bool;

#define NULL ((void*)0)
#define true 1
#define false 0
#define INT32_MIN (-2147483647 - 1)
#define INT32_MAX 2147483647
#define UINT32_MAX 4294967295u
#define INT64_MIN (-9223372036854775807ll - 1)
#define INT64_MAX 9223372036854775807ll
#define UINT64_MAX 18446744073709551615ull

/* A quotient 0/0 has another sign on each machine and in each compiler: this one is the same everywhere. */
static const union {
    uint32_t bits;
    float value;
} ninth_nan = {0x7fc00000u};
#define NAN (ninth_nan.value)
#define INFINITY (1e300 * 1e300)
#define isnan(x) ((x) != (x))
#define signbit(x) ((double)(x) < 0 || 1 / (double)(x) < 0)

void* memcpy(void*, const void*, size_t);
void* memmove(void*, const void*, size_t);
void* memset(void*, int, size_t);
void* calloc(size_t, size_t);
void free(void*);
double floor(double), ceil(double), trunc(double), nearbyint(double), fabs(double), sqrt(double), copysign(double, double);
float floorf(float), ceilf(float), truncf(float), nearbyintf(float), fabsf(float), sqrtf(float), copysignf(float, float);
#define assert(x) ((void)0)

#ifdef __TINYC__
#define LIKELY(x) (x)
#define UNLIKELY(x) (x)
int ninth_clz(uint32_t), ninth_clzll(uint64_t), ninth_ctz(uint32_t), ninth_ctzll(uint64_t);
int ninth_popcount(uint32_t), ninth_popcountll(uint64_t);
#define __builtin_clz ninth_clz
#define __builtin_clzll ninth_clzll
#define __builtin_ctz ninth_ctz
#define __builtin_ctzll ninth_ctzll
#define __builtin_popcount ninth_popcount
#define __builtin_popcountll ninth_popcountll
#else
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#endif

/* Memory has guard pages on both ends of any 32-bit address plus offset: no checks in the code. */
#define WASM_RT_MEMCHECK_SIGNAL_HANDLER 1
#define WASM_RT_USE_STACK_DEPTH_COUNT 0
#define WASM_RT_NO_RETURN __attribute__((noreturn))
#define wasm_rt_memcpy memcpy

typedef enum {
    WASM_RT_TRAP_NONE,
    WASM_RT_TRAP_OOB,
    WASM_RT_TRAP_INT_OVERFLOW,
    WASM_RT_TRAP_DIV_BY_ZERO,
    WASM_RT_TRAP_INVALID_CONVERSION,
    WASM_RT_TRAP_UNREACHABLE,
    WASM_RT_TRAP_CALL_INDIRECT,
    WASM_RT_TRAP_UNCAUGHT_EXCEPTION,
    WASM_RT_TRAP_EXHAUSTION
} wasm_rt_trap_t;

typedef enum { WASM_RT_I32, WASM_RT_I64, WASM_RT_F32, WASM_RT_F64, WASM_RT_FUNCREF, WASM_RT_EXTERNREF } wasm_rt_type_t;

typedef void (*wasm_rt_function_ptr_t)(void);
typedef struct {
    uint32_t func_type; /* number of its signature, from 1 */
    wasm_rt_function_ptr_t func;
    void* module_instance;
} wasm_rt_funcref_t;
typedef void* wasm_rt_externref_t;
static const wasm_rt_funcref_t wasm_rt_funcref_null_value = {0, NULL, NULL};
static const wasm_rt_externref_t wasm_rt_externref_null_value = NULL;

typedef struct {
    uint8_t* data;
    uint32_t pages, max_pages; /* of 64 KB */
    uint32_t size;             /* bytes */
} wasm_rt_memory_t;
typedef struct {
    wasm_rt_funcref_t* data;
    uint32_t max_size, size; /* elements */
} wasm_rt_funcref_table_t;
typedef struct {
    wasm_rt_externref_t* data;
    uint32_t max_size, size; /* elements */
} wasm_rt_externref_table_t;

static bool wasm_rt_is_initialized(void);
WASM_RT_NO_RETURN static void wasm_rt_trap(wasm_rt_trap_t);
static void wasm_rt_allocate_memory(wasm_rt_memory_t*, uint32_t pages, uint32_t most);
static uint32_t wasm_rt_grow_memory(wasm_rt_memory_t*, uint32_t delta);
static void wasm_rt_free_memory(wasm_rt_memory_t*);
static void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t*, uint32_t elements, uint32_t most);
static void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t*);

/* Its variable arguments as a row of bytes: libtcc has no va_list without its own library. */
#define wasm_rt_register_func_type(params, results, ...) \
    ninth_signature(params, results, (const uint8_t[]){0, ##__VA_ARGS__} + 1)
static uint32_t ninth_signature(uint32_t params, uint32_t results, const uint8_t* types);

#endif
