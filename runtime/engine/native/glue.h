/* What a module built as native code and the runtime ask of each other. The object links against nothing of the
 * runtime: it is handed these functions when it starts, so that it may be a shared object, a DLL or code made in
 * memory, from any compiler. Plain C. Changed only together with NINTH_GLUE_VERSION. */
#ifndef NINTH_GLUE_H
#define NINTH_GLUE_H

#include <stdint.h>

#define NINTH_GLUE_VERSION 1

/* Functions of the runtime. `self` is what instantiate was given. */
struct ninth_host {
    uint64_t (*call)(void* self, uint32_t number, const uint64_t* arguments); /* a row of runtime/syscalls.h */
    void (*trap)(uint32_t reason);                                            /* wasm_rt_trap_t; does not return */
    uint8_t* (*memory)(void* self, uint64_t bytes);                           /* zero bytes; null: no room */
    int (*grow)(void* self, uint64_t bytes);                                  /* 0: done; the address stays */
};

struct ninth_global {
    char type; /* i I f F: i32 i64 f32 f64 */
    void* at;
};

/* A module, and the one instance of it there can be at a time. */
struct ninth_module {
    uint32_t version;                                           /* NINTH_GLUE_VERSION */
    const char* identity;                                       /* SHA-256 of the prepared wasm, 64 hex digits */
    int (*instantiate)(const struct ninth_host*, void* self);   /* 0: done, -1: there is an instance */
    void (*end)(void);                                          /* the instance is no more */
    void (*start)(void);
    void (*start_unwind)(uint32_t area);
    void (*stop_unwind)(void);
    void (*start_rewind)(uint32_t area);
    void (*stop_rewind)(void);
    uint32_t* (*poll)(void);                                    /* not 0: loops call ninth.poll */
    uint64_t (*memory_size)(void);                              /* bytes */
    int (*grow)(uint64_t bytes);                                /* to at least this; 0: done */
    uint32_t (*table_size)(void);
    uint32_t (*globals)(struct ninth_global* out, uint32_t room); /* how many there are */
};

/* The one symbol a module has is ninth_module: */
typedef const struct ninth_module* (*ninth_module_entry)(void);

#endif
