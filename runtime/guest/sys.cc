#include "runtime/guest/sys.h"

#include "runtime/guest/calls.h"

#include <algorithm>
#include <unistd.h>

namespace ninth {

namespace {

std::int32_t address(const char* p) { return std::int32_t(reinterpret_cast<std::uintptr_t>(p)); }

std::uint32_t largest_answer = 1024;  // that any aread has asked for

std::unexpected<Error> failure()
{
    char text[512];
    auto n = calls::errstr(address(text), sizeof text);
    return fail(std::string(text, n > 0 ? std::size_t(n) : 0));
}

std::int32_t length(std::string_view s) { return std::int32_t(s.size()); }

}  // namespace

Result<int> open(std::string_view path, std::uint8_t mode)
{
    int fd = calls::open(address(path.data()), length(path), mode);
    if (fd < 0) return failure();
    return fd;
}

Result<int> create(std::string_view path, std::uint32_t perm, std::uint8_t mode)
{
    int fd = calls::create(address(path.data()), length(path), std::int32_t(perm), mode);
    if (fd < 0) return failure();
    return fd;
}

Result<> close(int fd)
{
    if (calls::close(fd) < 0) return failure();
    return {};
}

Result<std::string> read(int fd, std::uint32_t count, std::int64_t offset)
{
    std::string bytes(count, '\0');
    int n = calls::read(fd, address(bytes.data()), std::int32_t(count), offset);
    if (n < 0) return failure();
    bytes.resize(std::size_t(n));
    return bytes;
}

// A short write is followed by a write of the rest: if something refused it, its error is heard there.
Result<> write(int fd, std::string_view bytes, std::int64_t offset)
{
    do {
        auto n = calls::write(fd, address(bytes.data()), length(bytes), offset);
        if (n < 0) return failure();
        if (n == 0 && !bytes.empty()) return fail("nothing more was taken of a write");
        bytes.remove_prefix(std::size_t(n));
        if (offset >= 0) offset += n;
    } while (!bytes.empty());
    return {};
}

Result<styx::Stat> stat(std::string_view path)
{
    std::string bytes(2048, '\0');
    int n = calls::stat(address(path.data()), length(path), address(bytes.data()), length(bytes));
    if (n < 0) return failure();
    return styx::decode_stat(std::string_view(bytes).substr(0, std::size_t(n)));
}

Result<> remove(std::string_view path)
{
    if (calls::remove(address(path.data()), length(path)) < 0) return failure();
    return {};
}

Result<> mount(std::string_view server, std::string_view old_path, std::uint32_t flags)
{
    if (calls::mount(address(server.data()), length(server), address(old_path.data()), length(old_path), std::int32_t(flags)) < 0)
        return failure();
    return {};
}

Result<> bind(std::string_view new_path, std::string_view old_path, std::uint32_t flags)
{
    if (calls::bind(address(new_path.data()), length(new_path), address(old_path.data()), length(old_path), std::int32_t(flags)) < 0)
        return failure();
    return {};
}

Result<> unmount(std::string_view new_path, std::string_view old_path)
{
    if (calls::unmount(address(new_path.data()), length(new_path), address(old_path.data()), length(old_path)) < 0) return failure();
    return {};
}

// A stat whose fields are all "don't touch" asks for it (stat(5)); libc's fsync is that.
Result<> make_durable(int fd)
{
    if (fsync(fd) != 0) return failure();
    return {};
}

Result<std::string> read_file(std::string_view path, std::size_t most)
{
    int fd = TRY(open(path, styx::OREAD));
    std::string all;
    for (;;) {
        auto piece = read(fd, 64 * 1024);
        if (piece && !piece->empty()) all += *piece;
        if (piece && !piece->empty() && all.size() <= most) continue;
        (void)close(fd);
        if (!piece) return piece;
        return all;
    }
}

namespace {

Result<> write_durably(int fd, std::string_view bytes)
{
    auto done = write(fd, bytes);
    if (done) done = make_durable(fd);
    auto closed = close(fd);
    return done ? closed : done;
}

}  // namespace

Result<> write_file(std::string_view path, std::string_view bytes)
{
    return write_durably(TRY(open(path, styx::OWRITE | styx::OTRUNC)), bytes);
}

Result<> make_file(std::string_view path, std::string_view bytes)
{
    return write_durably(TRY(create(path, 0666, styx::OWRITE)), bytes);
}

Result<std::uint32_t> aread(int fd, std::uint32_t count)
{
    largest_answer = std::max(largest_answer, count);
    int id = calls::aread(fd, std::int32_t(count), -1);
    if (id < 0) return failure();
    return std::uint32_t(id);
}

Result<std::uint32_t> atimer(std::uint32_t msec)
{
    int id = calls::atimer(std::int32_t(msec));
    if (id < 0) return failure();
    return std::uint32_t(id);
}

void cancel(std::uint32_t id) { calls::cancel(std::int32_t(id)); }

Result<int> serve(std::string_view name)
{
    int fd = calls::serve(address(name.data()), length(name));
    if (fd < 0) return failure();
    return fd;
}

Result<Completion> await()
{
    std::string bytes(abi::completion_header + largest_answer, '\0');
    int n = calls::await(address(bytes.data()), length(bytes), -1);
    if (n < 0) return failure();
    styx::Reader r{std::string_view(bytes).substr(0, std::size_t(n))};
    Completion c;
    c.id = r.u32(), c.kind = abi::Kind(r.u32()), c.bytes = r.text32();
    if (!r.ended()) return fail("await gave no answer");
    return c;
}

}  // namespace ninth
