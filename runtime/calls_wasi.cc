// WASI preview 1 on a name space: what libc needs. Results are WASI's error numbers.
#include "runtime/process.h"

#include <chrono>
#include <random>

namespace runtime {

using namespace wasi;

namespace {

Op op_of(Op::Kind kind, std::uint64_t fd)
{
    Op op;
    op.kind = kind;
    op.fd = std::int32_t(fd);
    return op;
}

std::string filestat(const styx::Stat& s)
{
    styx::Writer w;
    w.u64(1), w.u64(s.qid.path), w.u8(s.is_dir() ? directory : regular_file), w.bytes(std::string(7, '\0')), w.u64(1), w.u64(s.length);
    for (std::uint64_t t : {s.atime, s.mtime, s.mtime}) w.u64(t * 1'000'000'000);
    return std::move(w.out);
}

}  // namespace

#define DONE(op)                                        \
    if (!op) return 0;                                  \
    if (!op->error.empty()) {                           \
        error_ = op->error;                             \
        return errno_of(op->error);                     \
    }

std::uint64_t SystemCalls::path_op(Op op)
{
    auto r = perform([&] { return op; });
    DONE(r);
    return success;
}

std::string SystemCalls::path_at(std::uint64_t fd, std::string_view path)
{
    std::string base = "/";
    if (fd != std::uint64_t(root_fd))
        on_io([&] {
            auto i = process_.calls().fds.find(std::int32_t(fd));
            if (i != process_.calls().fds.end()) base = i->second.path;
        });
    return absolute(base, path);
}

std::uint64_t SystemCalls::wasi_args_sizes_get(Arguments a)
{
    auto& list = process_.arguments();
    std::uint32_t bytes = 0;
    for (auto& s : list) bytes += std::uint32_t(s.size() + 1);
    return put32(a[0], std::uint32_t(list.size())) && put32(a[1], bytes) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_args_get(Arguments a)
{
    auto at = a[1];
    std::uint64_t slot = a[0];
    for (auto& s : process_.arguments()) {
        if (!put32(slot, std::uint32_t(at)) || !put(at, std::string_view(s.c_str(), s.size() + 1))) return fault_number;
        slot += 4, at += s.size() + 1;
    }
    return success;
}

namespace {
std::vector<std::string> environment_of(MemoryDirectory& env)
{
    std::vector<std::string> list;
    for (auto& c : env.children()) list.push_back(c->name + "=" + env.get(c->name));
    return list;
}
}  // namespace

std::uint64_t SystemCalls::wasi_environ_sizes_get(Arguments a)
{
    std::vector<std::string> list;
    on_io([&] { list = environment_of(process_.environment()); });
    std::uint32_t bytes = 0;
    for (auto& s : list) bytes += std::uint32_t(s.size() + 1);
    return put32(a[0], std::uint32_t(list.size())) && put32(a[1], bytes) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_environ_get(Arguments a)
{
    std::vector<std::string> list;
    on_io([&] { list = environment_of(process_.environment()); });
    auto slot = a[0], at = a[1];
    for (auto& s : list) {
        if (!put32(slot, std::uint32_t(at)) || !put(at, std::string_view(s.c_str(), s.size() + 1))) return fault_number;
        slot += 4, at += s.size() + 1;
    }
    return success;
}

std::uint64_t SystemCalls::wasi_clock_res_get(Arguments a) { return put64(a[1], 1000) ? success : fault_number; }

std::uint64_t SystemCalls::wasi_clock_time_get(Arguments a)
{
    using namespace std::chrono;
    auto wall = std::uint64_t(duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count());
    return put64(a[2], a[0] == 0 ? wall : process_.clock_ns()) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_fd_advise(Arguments) { return success; }
std::uint64_t SystemCalls::wasi_fd_allocate(Arguments) { return notsup; }
std::uint64_t SystemCalls::wasi_fd_close(Arguments a) { return path_op(op_of(Op::Kind::close, a[0])); }
std::uint64_t SystemCalls::wasi_fd_datasync(Arguments a) { return wasi_fd_sync(a); }
std::uint64_t SystemCalls::wasi_fd_fdstat_set_flags(Arguments) { return success; }
std::uint64_t SystemCalls::wasi_fd_fdstat_set_rights(Arguments) { return success; }
std::uint64_t SystemCalls::wasi_fd_filestat_set_times(Arguments) { return success; }
std::uint64_t SystemCalls::wasi_path_filestat_set_times(Arguments) { return success; }
std::uint64_t SystemCalls::wasi_path_link(Arguments) { return notsup; }
std::uint64_t SystemCalls::wasi_path_readlink(Arguments) { return inval; }
std::uint64_t SystemCalls::wasi_path_symlink(Arguments) { return notsup; }
std::uint64_t SystemCalls::wasi_proc_raise(Arguments) { return notsup; }
std::uint64_t SystemCalls::wasi_sched_yield(Arguments) { return success; }
std::uint64_t SystemCalls::wasi_sock_accept(Arguments) { return notsup; }
std::uint64_t SystemCalls::wasi_sock_recv(Arguments) { return notsup; }
std::uint64_t SystemCalls::wasi_sock_send(Arguments) { return notsup; }
std::uint64_t SystemCalls::wasi_sock_shutdown(Arguments) { return notsup; }
std::uint64_t SystemCalls::wasi_fd_renumber(Arguments) { return notsup; }

std::uint64_t SystemCalls::wasi_proc_exit(Arguments a)
{
    guest_.instance().exit(std::int32_t(a[0]));
    return success;
}

std::uint64_t SystemCalls::wasi_random_get(Arguments a)
{
    std::random_device source;
    std::string bytes;
    for (std::uint64_t i = 0; i < std::uint32_t(a[1]); ++i) bytes += char(source());
    return put(a[0], bytes) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_fd_fdstat_get(Arguments a)
{
    std::optional<styx::Qid> qid;
    on_io([&] {
        auto i = process_.calls().fds.find(std::int32_t(a[0]));
        if (i != process_.calls().fds.end()) qid = i->second.qid;
    });
    bool is_root = a[0] == std::uint64_t(root_fd);
    if (!qid && !is_root) return badf;
    styx::Writer w;
    w.u8(is_root || qid->is_dir() ? directory : a[0] < 3 ? character_device : regular_file);
    w.u8(0), w.u16(0), w.u32(0), w.u64(~std::uint64_t(0)), w.u64(~std::uint64_t(0));
    return put(a[1], w.out) ? success : fault_number;
}

std::uint64_t SystemCalls::put_filestat(std::uint64_t out, const Op& op)
{
    auto s = styx::decode_stat(op.bytes);
    if (!s) return io;
    return put(out, filestat(*s)) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_fd_filestat_get(Arguments a)
{
    auto op = perform([&] { return op_of(Op::Kind::fstat, a[0]); });
    DONE(op);
    return put_filestat(a[1], *op);
}

std::uint64_t SystemCalls::wasi_path_filestat_get(Arguments a)
{
    auto path = text(a[2], a[3]);
    if (!path) return fault_number;
    auto op = perform([&] { auto o = op_of(Op::Kind::stat, 0); o.path = *path; return o; });
    DONE(op);
    return put_filestat(a[4], *op);
}

std::uint64_t SystemCalls::wasi_fd_filestat_set_size(Arguments a)
{
    auto s = styx::Stat::untouched();
    s.length = a[1];
    auto op = op_of(Op::Kind::fwstat, a[0]);
    op.data = styx::encode(s);
    return path_op(op);
}

std::uint64_t SystemCalls::wasi_fd_sync(Arguments a)
{
    auto op = op_of(Op::Kind::fwstat, a[0]);
    op.data = styx::encode(styx::Stat::untouched());
    return path_op(op);
}

std::optional<std::string> SystemCalls::gather(std::uint64_t iovs, std::uint64_t count, bool& bad) const
{
    std::string all;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto piece = text(word(iovs + 8 * i), word(iovs + 8 * i + 4));
        bad |= !piece;
        if (piece) all += *piece;
    }
    return all;
}

std::uint32_t SystemCalls::room(std::uint64_t iovs, std::uint64_t count) const
{
    std::uint32_t n = 0;
    for (std::uint64_t i = 0; i < count; ++i) n += word(iovs + 8 * i + 4);
    return n;
}

void SystemCalls::scatter(std::uint64_t iovs, std::uint64_t count, std::string_view bytes)
{
    for (std::uint64_t i = 0; i < count && !bytes.empty(); ++i) {
        auto piece = bytes.substr(0, word(iovs + 8 * i + 4));
        put(word(iovs + 8 * i), piece);
        bytes.remove_prefix(piece.size());
    }
}

std::uint64_t SystemCalls::wasi_read(std::uint64_t fd, std::uint64_t iovs, std::uint64_t n, std::uint64_t offset, std::uint64_t out)
{
    auto op = perform([&] {
        auto o = op_of(Op::Kind::read, fd);
        o.count = room(iovs, n), o.offset = offset;
        return o;
    });
    DONE(op);
    scatter(iovs, n, op->bytes);
    return put32(out, std::uint32_t(op->bytes.size())) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_write(std::uint64_t fd, std::uint64_t iovs, std::uint64_t n, std::uint64_t offset, std::uint64_t out)
{
    bool bad = false;
    auto op = perform([&] {
        auto o = op_of(Op::Kind::write, fd);
        o.data = *gather(iovs, n, bad), o.offset = offset;
        return o;
    });
    DONE(op);
    return put32(out, std::uint32_t(op->value)) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_fd_read(Arguments a) { return wasi_read(a[0], a[1], a[2], own_offset, a[3]); }
std::uint64_t SystemCalls::wasi_fd_pread(Arguments a) { return wasi_read(a[0], a[1], a[2], a[3], a[4]); }
std::uint64_t SystemCalls::wasi_fd_write(Arguments a) { return wasi_write(a[0], a[1], a[2], own_offset, a[3]); }
std::uint64_t SystemCalls::wasi_fd_pwrite(Arguments a) { return wasi_write(a[0], a[1], a[2], a[3], a[4]); }

std::uint64_t SystemCalls::wasi_fd_prestat_get(Arguments a)
{
    if (a[0] != std::uint64_t(root_fd)) return badf;
    return put32(a[1], 0) && put32(a[1] + 4, 1) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_fd_prestat_dir_name(Arguments a) { return put(a[1], "/") ? success : fault_number; }

// dirent: d_next[8] d_ino[8] d_namlen[4] d_type[1] pad[3] name. `cookie` is how many entries were had before.
std::uint64_t SystemCalls::wasi_fd_readdir(Arguments a)
{
    auto op = perform([&] {
        auto o = op_of(Op::Kind::list, a[0]);
        if (a[0] == std::uint64_t(root_fd)) o.path = "/";
        return o;
    });
    DONE(op);
    auto entries = styx::decode_directory(op->bytes);
    if (!entries) return io;
    styx::Writer w;
    for (std::uint64_t i = a[3]; i < entries->size() && w.out.size() < std::uint32_t(a[2]); ++i) {
        auto& s = (*entries)[i];
        w.u64(i + 1), w.u64(s.qid.path), w.u32(std::uint32_t(s.name.size())), w.u8(s.is_dir() ? directory : regular_file);
        w.bytes(std::string(3, '\0')), w.bytes(s.name);
    }
    w.out.resize(std::min<std::size_t>(w.out.size(), std::uint32_t(a[2])));
    return put(a[1], w.out) && put32(a[4], std::uint32_t(w.out.size())) ? success : fault_number;
}

// whence: 0 from the start, 1 from here, 2 from the end.
std::uint64_t SystemCalls::wasi_fd_seek(Arguments a)
{
    std::int64_t base = 0;
    if (a[2] == 2) {
        auto op = perform([&] { return op_of(Op::Kind::fstat, a[0]); });
        DONE(op);
        if (auto s = styx::decode_stat(op->bytes)) base = std::int64_t(s->length);
    }
    std::int64_t at = -1;
    on_io([&] {
        auto i = process_.calls().fds.find(std::int32_t(a[0]));
        if (i == process_.calls().fds.end()) return;
        at = (a[2] == 1 ? std::int64_t(i->second.offset) : base) + std::int64_t(a[1]);
        if (at >= 0) i->second.offset = std::uint64_t(at);
    });
    if (at < 0) return inval;
    return put64(a[3], std::uint64_t(at)) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_fd_tell(Arguments a)
{
    std::int64_t at = -1;
    on_io([&] {
        auto i = process_.calls().fds.find(std::int32_t(a[0]));
        if (i != process_.calls().fds.end()) at = std::int64_t(i->second.offset);
    });
    if (at < 0) return badf;
    return put64(a[1], std::uint64_t(at)) ? success : fault_number;
}

std::uint64_t SystemCalls::wasi_path_create_directory(Arguments a)
{
    auto path = text(a[1], a[2]);
    if (!path) return fault_number;
    auto op = op_of(Op::Kind::create, 0);
    op.path = path_at(a[0], *path), op.perm = styx::DMDIR | 0777;
    return path_op(op);
}

std::uint64_t SystemCalls::wasi_path_remove_directory(Arguments a) { return wasi_path_unlink_file(a); }

std::uint64_t SystemCalls::wasi_path_unlink_file(Arguments a)
{
    auto path = text(a[1], a[2]);
    if (!path) return fault_number;
    auto op = op_of(Op::Kind::remove, 0);
    op.path = path_at(a[0], *path);
    return path_op(op);
}

std::uint64_t SystemCalls::wasi_path_rename(Arguments a)
{
    auto from = text(a[1], a[2]), to = text(a[4], a[5]);
    if (!from || !to) return fault_number;
    auto op = op_of(Op::Kind::rename, 0);
    op.path = path_at(a[0], *from), op.other = path_at(a[3], *to);
    return path_op(op);
}

// dirfd, dirflags, path, length, oflags, rights, inheriting rights, fdflags, where the fd goes
std::uint64_t SystemCalls::wasi_path_open(Arguments a)
{
    auto path = text(a[2], a[3]);
    if (!path) return fault_number;
    auto op = perform([&] {
        auto o = op_of(Op::Kind::open, 0);
        auto oflags = std::uint32_t(a[4]);
        bool reads = a[5] & right_read, writes = a[5] & right_write && !(oflags & directory_only);
        o.path = absolute("/", *path);
        o.mode = std::uint8_t(writes ? (reads ? styx::ORDWR : styx::OWRITE) : styx::OREAD);
        if (oflags & trunc) o.mode |= styx::OTRUNC;
        if (oflags & creat) o.count |= or_create;
        if (oflags & creat && oflags & excl) o.count |= only_new;
        if (a[7] & fd_append) o.count |= at_end;
        o.perm = 0666;
        return o;
    });
    DONE(op);
    return put32(a[8], std::uint32_t(op->value)) ? success : fault_number;
}

// Files are ready at once; clocks are waited for, the nearest of them. Subscription: userdata[8] kind[1] pad[7] then for
// a clock id[4] pad[4] timeout[8] precision[8] flags[2]; event: userdata[8] error[2] kind[1] pad[5] bytes[8] flags[2] pad[6].
std::uint64_t SystemCalls::wasi_poll_oneoff(Arguments a)
{
    constexpr std::uint64_t subscription = 48, event = 32, absolute_time = 1;
    std::uint64_t wait = ~std::uint64_t(0);
    bool has_file = false;
    for (std::uint64_t i = 0; i < a[2]; ++i) {
        auto s = a[0] + i * subscription;
        bool is_clock = (word(s + 8) & 0xff) == 0;
        has_file |= !is_clock;
        auto t = quad(s + 24);
        if (is_clock && word(s + 40) & absolute_time) t = t > process_.clock_ns() ? t - process_.clock_ns() : 0;
        if (is_clock) wait = std::min(wait, t);
    }
    if (!has_file) {
        auto op = perform([&] {
            auto o = op_of(Op::Kind::timer, 0);
            o.due = (process_.clock_ns() + wait + 999'999) / 1'000'000;
            return o;
        });
        DONE(op);
    }
    std::uint32_t n = 0;
    for (std::uint64_t i = 0; i < a[2]; ++i) {
        auto s = a[0] + i * subscription;
        auto kind = word(s + 8) & 0xff;
        if (has_file == (kind == 0)) continue;
        styx::Writer w;
        w.u64(quad(s)), w.u16(success), w.u8(std::uint8_t(kind)), w.bytes(std::string(5, '\0')), w.u64(1), w.u64(0);
        if (!put(a[1] + n++ * event, w.out)) return fault_number;
    }
    return put32(a[3], n) ? success : fault_number;
}

}  // namespace runtime
