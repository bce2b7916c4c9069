/* The end of a module's C, after bare.h, glue.h and what wasm2c made: its memory, its imports and its one export.
 * ninth-prepare writes before it, for the module: APP_IDENTITY, APP_GLOBALS, APP_TABLE_SIZE, APP_INSTANTIATE. */

static bool is_instantiated;

static bool wasm_rt_is_initialized(void) { return true; }

static void wasm_rt_trap(wasm_rt_trap_t reason)
{
    host->trap((uint32_t)reason);
    for (;;) {}
}

/* ---- signatures: equal ones have one number ---- */

enum { most_signatures = 4096, most_types = 64 };
static struct signature {
    uint8_t params, results, types[most_types];
} signatures[most_signatures];
static uint32_t signature_count;

static bool same_signature(const struct signature* s, uint32_t params, uint32_t results, const uint8_t* types)
{
    uint32_t i;
    if (s->params != params || s->results != results) return false;
    for (i = 0; i < params + results; ++i)
        if (s->types[i] != types[i]) return false;
    return true;
}

static uint32_t ninth_signature(uint32_t params, uint32_t results, const uint8_t* types)
{
    uint32_t i;
    for (i = 0; i < signature_count; ++i)
        if (same_signature(&signatures[i], params, results, types)) return i + 1;
    if (signature_count == most_signatures || params + results > most_types) wasm_rt_trap(WASM_RT_TRAP_CALL_INDIRECT);
    signatures[i].params = (uint8_t)params;
    signatures[i].results = (uint8_t)results;
    memcpy(signatures[i].types, types, params + results);
    return ++signature_count;
}

/* ---- memory and tables ---- */

static void wasm_rt_allocate_memory(wasm_rt_memory_t* m, uint32_t pages, uint32_t most)
{
    m->data = host->memory(self, (uint64_t)pages * 65536);
    if (!m->data) wasm_rt_trap(WASM_RT_TRAP_OOB);
    m->max_pages = most;
    m->pages = pages;
    m->size = pages * 65536u;
}

static uint32_t wasm_rt_grow_memory(wasm_rt_memory_t* m, uint32_t delta)
{
    uint32_t before = m->pages;
    uint64_t after = (uint64_t)before + delta;
    if (after > m->max_pages || host->grow(self, after * 65536) != 0) return UINT32_MAX;
    m->pages = (uint32_t)after;
    m->size = m->pages * 65536u;
    return before;
}

static void wasm_rt_free_memory(wasm_rt_memory_t* m) { (void)m; }

static void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t* t, uint32_t elements, uint32_t most)
{
    t->data = (wasm_rt_funcref_t*)calloc(elements ? elements : 1, sizeof(wasm_rt_funcref_t));
    if (!t->data) wasm_rt_trap(WASM_RT_TRAP_OOB);
    t->size = elements;
    t->max_size = most;
}

static void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t* t) { free(t->data); }

/* ---- the export ---- */

static void end(void)
{
    if (!is_instantiated) return;
    is_instantiated = false;
    Z_app_free(&app);
}

static int instantiate(const struct ninth_host* h, void* s)
{
    if (is_instantiated) return -1;
    host = h;
    self = s;
    memset(&app, 0, sizeof app);
    is_instantiated = true;
    Z_app_init_module();
    APP_INSTANTIATE(&app, s);
    return 0;
}

static void start(void) { Z_appZ__start(&app); }
static void start_unwind(uint32_t area) { Z_appZ_asyncify_start_unwind(&app, area); }
static void stop_unwind(void) { Z_appZ_asyncify_stop_unwind(&app); }
static void start_rewind(uint32_t area) { Z_appZ_asyncify_start_rewind(&app, area); }
static void stop_rewind(void) { Z_appZ_asyncify_stop_rewind(&app); }
static uint32_t* poll_flag(void) { return (uint32_t*)Z_appZ___ninth_poll(&app); }
static uint64_t memory_size(void) { return (uint64_t)Z_appZ_memory(&app)->pages * 65536; }
static uint32_t table_size(void) { return APP_TABLE_SIZE; }

static int grow(uint64_t bytes)
{
    wasm_rt_memory_t* m = Z_appZ_memory(&app);
    uint64_t pages = (bytes + 65535) / 65536;
    if (pages <= m->pages) return 0;
    return pages <= 65536 && wasm_rt_grow_memory(m, (uint32_t)pages - m->pages) != UINT32_MAX ? 0 : -1;
}

static uint32_t globals(struct ninth_global* out, uint32_t room)
{
    uint32_t n = 0;
#define GLOBAL(letter, name)         \
    if (n < room) {                  \
        out[n].type = letter;        \
        out[n].at = (void*)&app.name; \
    }                                \
    ++n;
    APP_GLOBALS(GLOBAL)
    return n;
}

static const struct ninth_module module = {
    NINTH_GLUE_VERSION, APP_IDENTITY, instantiate, end,       start,       start_unwind, stop_unwind,
    start_rewind,       stop_rewind,  poll_flag,   memory_size, grow,      table_size,   globals,
};

#if defined(_WIN32)
__declspec(dllexport)
#elif !defined(__TINYC__)
__attribute__((visibility("default")))
#endif
const struct ninth_module* ninth_module(void) { return &module; }
