// A tree somewhere else, used one call at a time: what command-line verbs, scripts and tests need.
#pragma once

#include "styx/client.h"
#include "styx/loop.h"

#include <optional>

namespace styx {

class Remote {
  public:
    using Wrap = std::function<std::unique_ptr<Channel>(std::unique_ptr<Channel>)>;  // traced(), for one

    // Dials, greets and attaches. Errors: the system's reason, the server's. msec bounds each call from here on.
    static Result<std::unique_ptr<Remote>> dial(const std::string& address, std::string aname = "",
                                                std::uint64_t msec = 10'000, Hello = {}, const Wrap& wrap = {});

    // Paths are walked from the attach's root; "a/b", "/a/b" and "" (the root) are good.
    Result<std::string> read(std::string_view path);                         // the whole file, to end of file
    // Truncating, in as few writes as fit. What the server says at the clunk is the write's error, too.
    Result<> write(std::string_view path, std::string_view data);
    Result<> write_as_is(std::string_view path, std::string_view data);      // the same without OTRUNC
    Result<std::vector<Stat>> list(std::string_view path);                   // a directory's entries
    Result<Stat> stat(std::string_view path);
    Result<> create(std::string_view path, std::uint32_t perm);
    Result<> remove(std::string_view path);

    // One open file, for what reads more than once.
    Result<OpenFile> open(std::string_view path, std::uint8_t mode);
    Result<std::string> read(const OpenFile&, std::uint64_t offset, std::uint32_t count);  // one Tread
    Result<std::uint32_t> write(const OpenFile&, std::uint64_t offset, std::string_view);  // one Twrite
    void close(const OpenFile&);

    bool alive() const { return client_->alive(); }
    Loop& loop() { return loop_; }
    Client& client() { return *client_; }
    Fid root() const { return root_; }

    // Runs the loop until `start`'s callback has come, or fails "connection timed out".
    template <class R> Result<R> wait(const std::function<void(Then<R>)>& start)
    {
        auto answer = std::make_shared<std::optional<Result<R>>>();
        start([answer](Result<R> r) { answer->emplace(std::move(r)); });
        if (!loop_.run_until([&] { return answer->has_value(); }, msec_)) return late();
        return std::move(**answer);
    }

  private:
    Remote() = default;
    Result<> write_and_close(const OpenFile&, std::string_view data);
    std::unexpected<Error> late();  // takes the call back
    Loop loop_;
    std::unique_ptr<Client> client_;
    Fid root_ = Fid::none;
    std::uint64_t msec_ = 0;
};

}  // namespace styx
