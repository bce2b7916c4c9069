#include "styx/remote.h"

#include "styx/errors.h"

namespace styx {

std::unexpected<Error> Remote::late()
{
    if (client_) client_->flush_all();
    return fail(err::timed_out);
}

Result<std::unique_ptr<Remote>> Remote::dial(const std::string& address, std::string aname, std::uint64_t msec, Hello hello,
                                             const Wrap& wrap)
{
    auto r = std::unique_ptr<Remote>(new Remote);
    r->msec_ = msec;
    auto channel = TRY((r->wait<std::unique_ptr<Channel>>([&](auto then) { r->loop_.dial(address, then); })));
    r->client_ = std::make_unique<Client>(wrap ? wrap(std::move(channel)) : std::move(channel));
    TRY(r->wait<Welcome>([&](auto then) { r->client_->greet(hello, then); }));
    r->root_ = TRY(r->wait<OpenFile>([&](auto then) { r->client_->attach("ninth", aname, then); })).fid;
    return r;
}

Result<OpenFile> Remote::open(std::string_view path, std::uint8_t mode)
{
    return wait<OpenFile>([&](auto then) { client_->open(root_, split_path(path), mode, then); });
}

Result<std::string> Remote::read(const OpenFile& f, std::uint64_t offset, std::uint32_t count)
{
    auto r = TRY(wait<Rread>([&](auto then) { client_->ask(Tread{f.fid, offset, std::min(count, f.iounit)}, then); }));
    return std::move(r.data.bytes);
}

Result<std::uint32_t> Remote::write(const OpenFile& f, std::uint64_t offset, std::string_view data)
{
    Data piece{std::string(data.substr(0, f.iounit))};
    return TRY(wait<Rwrite>([&](auto then) { client_->ask(Twrite{f.fid, offset, piece}, then); })).count;
}

void Remote::close(const OpenFile& f)
{
    if (alive()) (void)wait<Rclunk>([&](auto then) { client_->ask(Tclunk{f.fid}, then); });
}

Result<std::string> Remote::read(std::string_view path)
{
    auto f = TRY(open(path, OREAD));
    std::string all;
    for (;;) {
        auto piece = read(f, all.size(), f.iounit);
        if (!piece || piece->empty()) {
            close(f);
            if (!piece) return piece;
            return all;
        }
        all += *piece;
    }
}

namespace {
Result<> write_all(Remote& r, const OpenFile& f, std::string_view data)
{
    std::size_t done = 0;
    do {
        auto n = TRY(r.write(f, done, data.substr(done)));
        if (n == 0 && done < data.size()) return fail("the server took nothing of a write");
        done += n;
    } while (done < data.size());
    return {};
}
}  // namespace

Result<> Remote::write(std::string_view path, std::string_view data)
{
    return write_and_close(TRY(open(path, OWRITE | OTRUNC)), data);
}

Result<> Remote::write_as_is(std::string_view path, std::string_view data)
{
    return write_and_close(TRY(open(path, OWRITE)), data);
}

// What a server cannot keep it may say at the clunk; one that is told to end says nothing more.
Result<> Remote::write_and_close(const OpenFile& f, std::string_view data)
{
    auto written = write_all(*this, f, data);
    auto closed = wait<Rclunk>([&](auto then) { client_->ask(Tclunk{f.fid}, then); });
    if (!written || closed || !alive()) return written;
    return fail(std::move(closed.error()));
}

Result<std::vector<Stat>> Remote::list(std::string_view path)
{
    auto f = TRY(open(path, OREAD));
    if (!f.qid.is_dir()) {
        close(f);
        return fail(err::not_dir);
    }
    std::string all;
    for (;;) {
        auto piece = read(f, all.size(), f.iounit);
        if (!piece || piece->empty()) {
            close(f);
            if (!piece) return fail(std::move(piece.error()));
            return decode_directory(all);
        }
        all += *piece;
    }
}

Result<Stat> Remote::stat(std::string_view path)
{
    auto f = TRY(wait<OpenFile>([&](auto then) { client_->walk(root_, split_path(path), then); }));
    auto r = wait<Rstat>([&](auto then) { client_->ask(Tstat{f.fid}, then); });
    close(f);
    if (!r) return fail(std::move(r.error()));
    return std::move(r->stat);
}

Result<> Remote::create(std::string_view path, std::uint32_t perm)
{
    auto names = split_path(path);
    if (names.empty()) return fail(err::exists);
    auto name = std::move(names.back());
    names.pop_back();
    auto d = TRY(wait<OpenFile>([&](auto then) { client_->walk(root_, names, then); }));
    auto mode = std::uint8_t(perm & DMDIR ? OREAD : OWRITE);
    auto f = wait<OpenFile>([&](auto then) { client_->create(d.fid, name, perm, mode, then); });
    close(d);
    if (!f) return fail(std::move(f.error()));
    close(*f);
    return {};
}

Result<> Remote::remove(std::string_view path)
{
    auto f = TRY(wait<OpenFile>([&](auto then) { client_->walk(root_, split_path(path), then); }));
    TRY(wait<Rremove>([&](auto then) { client_->ask(Tremove{f.fid}, then); }));
    return {};
}

}  // namespace styx
