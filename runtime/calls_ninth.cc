// Ninth's own system calls. runtime/guest/abi.h says what each does.
#include "runtime/process.h"

namespace runtime {

#define TEXT(name, at, bytes)        \
    auto name = text(at, bytes);     \
    if (!name) return fault()
#define PERFORM(name, ...)                               \
    auto name = perform([&]() -> Op __VA_ARGS__);               \
    if (!name) return 0;                                 \
    if (!name->error.empty()) return failed(name->error)

namespace {
Op op_of(Op::Kind kind)
{
    Op op;
    op.kind = kind;
    return op;
}
}  // namespace

std::uint64_t SystemCalls::ninth_poll(Arguments)
{
    auto& instance = guest_.instance();
    if (instance.rewinding()) return instance.rewound(), 0;
    if (guest_.must_stop()) instance.unwind();
    return 0;
}

std::uint64_t SystemCalls::ninth_errstr(Arguments a)
{
    auto n = std::min<std::size_t>(error_.size(), std::uint32_t(a[1]));
    return put(a[0], std::string_view(error_).substr(0, n)) ? n : std::uint64_t(-1);
}

std::uint64_t SystemCalls::ninth_open(Arguments a)
{
    TEXT(path, a[0], a[1]);
    PERFORM(op, { auto o = op_of(Op::Kind::open); o.path = *path; o.mode = std::uint8_t(a[2]); return o; });
    return std::uint64_t(op->value);
}

std::uint64_t SystemCalls::ninth_create(Arguments a)
{
    TEXT(path, a[0], a[1]);
    PERFORM(op, {
        auto o = op_of(Op::Kind::create);
        o.path = *path, o.perm = std::uint32_t(a[2]), o.mode = std::uint8_t(a[3]);
        return o;
    });
    return std::uint64_t(op->value);
}

std::uint64_t SystemCalls::ninth_remove(Arguments a)
{
    TEXT(path, a[0], a[1]);
    PERFORM(op, { auto o = op_of(Op::Kind::remove); o.path = *path; return o; });
    return 0;
}

std::uint64_t SystemCalls::ninth_stat(Arguments a)
{
    TEXT(path, a[0], a[1]);
    PERFORM(op, { auto o = op_of(Op::Kind::stat); o.path = *path; return o; });
    if (op->bytes.size() > std::uint32_t(a[3])) return failed("stat buffer too small");
    return put(a[2], op->bytes) ? op->bytes.size() : fault();
}

std::uint64_t SystemCalls::ninth_fstat(Arguments a)
{
    PERFORM(op, { auto o = op_of(Op::Kind::fstat); o.fd = std::int32_t(a[0]); return o; });
    if (op->bytes.size() > std::uint32_t(a[2])) return failed("stat buffer too small");
    return put(a[1], op->bytes) ? op->bytes.size() : fault();
}

std::uint64_t SystemCalls::ninth_wstat(Arguments a)
{
    TEXT(path, a[0], a[1]);
    TEXT(stat, a[2], a[3]);
    PERFORM(op, { auto o = op_of(Op::Kind::wstat); o.path = *path, o.data = *stat; return o; });
    return 0;
}

std::uint64_t SystemCalls::ninth_close(Arguments a)
{
    PERFORM(op, { auto o = op_of(Op::Kind::close); o.fd = std::int32_t(a[0]); return o; });
    return 0;
}

std::uint64_t SystemCalls::ninth_read(Arguments a)
{
    auto count = std::uint32_t(a[2]);
    if (!in_memory(a[1], count)) return fault();
    PERFORM(op, {
        auto o = op_of(Op::Kind::read);
        o.fd = std::int32_t(a[0]), o.count = count, o.offset = a[3];
        return o;
    });
    put(a[1], op->bytes);
    return op->bytes.size();
}

std::uint64_t SystemCalls::ninth_write(Arguments a)
{
    if (!in_memory(a[1], std::uint32_t(a[2]))) return fault();
    PERFORM(op, {
        auto o = op_of(Op::Kind::write);
        o.fd = std::int32_t(a[0]), o.data = *text(a[1], std::uint32_t(a[2])), o.offset = a[3];
        return o;
    });
    return std::uint64_t(op->value);
}

std::uint64_t SystemCalls::ninth_aread(Arguments a)
{
    auto o = op_of(Op::Kind::read);
    o.asked_async = true, o.fd = std::int32_t(a[0]), o.count = std::uint32_t(a[1]), o.offset = a[2];
    OpId id = OpId::none;
    bool is_open = false;
    on_io([&] {
        is_open = process_.calls().fds.contains(o.fd);
        if (is_open) id = process_.calls().start(o);
    });
    return is_open ? std::uint64_t(id) : failed("no such open file: " + std::to_string(o.fd));
}

std::uint64_t SystemCalls::ninth_atimer(Arguments a)
{
    auto o = op_of(Op::Kind::timer);
    o.asked_async = true, o.due = process_.clock_ns() / 1'000'000 + std::uint32_t(a[0]);
    OpId id = OpId::none;
    on_io([&] { id = process_.calls().start(o); });
    return std::uint64_t(id);
}

std::uint64_t SystemCalls::ninth_cancel(Arguments a)
{
    on_io([&] { process_.calls().cancel(OpId(std::uint32_t(a[0]))); });
    return 0;
}

std::uint64_t SystemCalls::ninth_await(Arguments a)
{
    auto answer = wait_any(std::int32_t(a[2]));
    if (!answer) return 0;
    if (answer->size() > std::uint32_t(a[1])) return failed("await buffer too small");
    return put(a[0], *answer) ? answer->size() : fault();
}

std::uint64_t SystemCalls::ninth_bind(Arguments a)
{
    TEXT(new_path, a[0], a[1]);
    TEXT(old_path, a[2], a[3]);
    Result<> r;
    on_io([&] { r = process_.calls().names.bind(*new_path, *old_path, std::uint32_t(a[4])); });
    return r ? 0 : failed(r.error().text);
}

std::uint64_t SystemCalls::ninth_mount(Arguments a)
{
    TEXT(address, a[0], a[1]);
    TEXT(old_path, a[2], a[3]);
    PERFORM(op, {
        auto o = op_of(Op::Kind::mount);
        o.other = *address, o.path = *old_path, o.perm = std::uint32_t(a[4]);
        return o;
    });
    return 0;
}

std::uint64_t SystemCalls::ninth_unmount(Arguments a)
{
    TEXT(new_path, a[0], a[1]);
    TEXT(old_path, a[2], a[3]);
    Result<> r;
    on_io([&] { r = process_.calls().names.unmount(*new_path, *old_path); });
    return r ? 0 : failed(r.error().text);
}

std::uint64_t SystemCalls::ninth_serve(Arguments a)
{
    TEXT(name, a[0], a[1]);
    Result<std::int32_t> fd = 0;
    on_io([&] { fd = process_.serve(*name); });
    return fd ? std::uint64_t(*fd) : failed(fd.error().text);
}

}  // namespace runtime
