// THE TABLE of system calls: what a guest can ask of its runtime.
//
// Rows are append-only, for ever: a frozen image holds a module that was linked against them.
// Each row is  CALL(module, name, arguments, result, kind)
//   arguments, result   one letter a value: i = i32, I = i64, v = nothing (wasm's types)
//   kind                waits  the guest may be frozen inside it: the call unwinds, and is entered again at the rewind
//                       runs   goes to its end under a deadline; never frozen inside
// The shim's import functions, asyncify's list of imports and the kernel's dispatch all come from here.
#pragma once

// clang-format off
#define NINTH_CALLS(CALL) \
    /* libc stands on these: WASI preview 1. Every path is resolved in the process's name space. */ \
    CALL(wasi, args_get,                "ii",        "i", runs ) \
    CALL(wasi, args_sizes_get,          "ii",        "i", runs ) \
    CALL(wasi, environ_get,             "ii",        "i", runs ) \
    CALL(wasi, environ_sizes_get,       "ii",        "i", runs ) \
    CALL(wasi, clock_res_get,           "ii",        "i", runs ) \
    CALL(wasi, clock_time_get,          "iIi",       "i", runs ) \
    CALL(wasi, fd_advise,               "iIIi",      "i", runs ) \
    CALL(wasi, fd_allocate,             "iII",       "i", runs ) \
    CALL(wasi, fd_close,                "i",         "i", waits) \
    CALL(wasi, fd_datasync,             "i",         "i", waits) \
    CALL(wasi, fd_fdstat_get,           "ii",        "i", runs ) \
    CALL(wasi, fd_fdstat_set_flags,     "ii",        "i", runs ) \
    CALL(wasi, fd_fdstat_set_rights,    "iII",       "i", runs ) \
    CALL(wasi, fd_filestat_get,         "ii",        "i", waits) \
    CALL(wasi, fd_filestat_set_size,    "iI",        "i", waits) \
    CALL(wasi, fd_filestat_set_times,   "iIIi",      "i", waits) \
    CALL(wasi, fd_pread,                "iiiIi",     "i", waits) \
    CALL(wasi, fd_prestat_get,          "ii",        "i", runs ) \
    CALL(wasi, fd_prestat_dir_name,     "iii",       "i", runs ) \
    CALL(wasi, fd_pwrite,               "iiiIi",     "i", waits) \
    CALL(wasi, fd_read,                 "iiii",      "i", waits) \
    CALL(wasi, fd_readdir,              "iiiIi",     "i", waits) \
    CALL(wasi, fd_renumber,             "ii",        "i", runs ) \
    CALL(wasi, fd_seek,                 "iIii",      "i", waits) \
    CALL(wasi, fd_sync,                 "i",         "i", waits) \
    CALL(wasi, fd_tell,                 "ii",        "i", runs ) \
    CALL(wasi, fd_write,                "iiii",      "i", waits) \
    CALL(wasi, path_create_directory,   "iii",       "i", waits) \
    CALL(wasi, path_filestat_get,       "iiiii",     "i", waits) \
    CALL(wasi, path_filestat_set_times, "iiiiIIi",   "i", waits) \
    CALL(wasi, path_link,               "iiiiiii",   "i", runs ) \
    CALL(wasi, path_open,               "iiiiiIIii", "i", waits) \
    CALL(wasi, path_readlink,           "iiiiii",    "i", runs ) \
    CALL(wasi, path_remove_directory,   "iii",       "i", waits) \
    CALL(wasi, path_rename,             "iiiiii",    "i", waits) \
    CALL(wasi, path_symlink,            "iiiii",     "i", runs ) \
    CALL(wasi, path_unlink_file,        "iii",       "i", waits) \
    CALL(wasi, poll_oneoff,             "iiii",      "i", waits) \
    CALL(wasi, proc_exit,               "i",         "v", runs ) \
    CALL(wasi, proc_raise,              "i",         "i", runs ) \
    CALL(wasi, sched_yield,             "",          "i", runs ) \
    CALL(wasi, random_get,              "ii",        "i", runs ) \
    CALL(wasi, sock_accept,             "iii",       "i", runs ) \
    CALL(wasi, sock_recv,               "iiiiii",    "i", runs ) \
    CALL(wasi, sock_send,               "iiiii",     "i", runs ) \
    CALL(wasi, sock_shutdown,           "ii",        "i", runs ) \
    /* Ninth's own. A path or text is a pointer and a length; a negative result is an error, whose text errstr reads. */ \
    CALL(ninth, poll,                   "",          "v", waits) \
    CALL(ninth, errstr,                 "ii",        "i", runs ) \
    CALL(ninth, open,                   "iii",       "i", waits) \
    CALL(ninth, create,                 "iiii",      "i", waits) \
    CALL(ninth, remove,                 "ii",        "i", waits) \
    CALL(ninth, stat,                   "iiii",      "i", waits) \
    CALL(ninth, fstat,                  "iii",       "i", waits) \
    CALL(ninth, wstat,                  "iiii",      "i", waits) \
    CALL(ninth, close,                  "i",         "i", waits) \
    CALL(ninth, read,                   "iiiI",      "i", waits) \
    CALL(ninth, write,                  "iiiI",      "i", waits) \
    CALL(ninth, aread,                  "iiI",       "i", runs ) \
    CALL(ninth, atimer,                 "i",         "i", runs ) \
    CALL(ninth, cancel,                 "i",         "i", runs ) \
    CALL(ninth, await,                  "iii",       "i", waits) \
    CALL(ninth, bind,                   "iiiii",     "i", runs ) \
    CALL(ninth, mount,                  "iiiii",     "i", waits) \
    CALL(ninth, unmount,                "iiii",      "i", runs ) \
    CALL(ninth, serve,                  "ii",        "i", runs )
// clang-format on

#ifdef __cplusplus
namespace runtime {

enum class Syscall : unsigned {
#define NINTH_CALL(module, name, arguments, result, kind) module##_##name,
    NINTH_CALLS(NINTH_CALL)
#undef NINTH_CALL
    count
};

}  // namespace runtime
#endif
