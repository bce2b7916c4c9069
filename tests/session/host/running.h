// Services run as they do in life: each in a process of its own, with a run directory and files of the test's own. The
// process is this program, run again with the word of what it shall be.
#pragma once

#include "session/host/names.h"
#include "styx/installed.h"
#include "styx/remote.h"
#include "tests/child.h"
#include "tests/scratch.h"
#include "tests/within.h"

#include <chrono>
#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace tests {

using Words = std::span<const std::string_view>;

// What this program is when its first word is `word`; the words behind it are main's.
struct Role {
    using Main = int (*)(Words);
    Role(const std::string& word, Main main) { all()[word] = main; }
    static std::map<std::string, Main>& all()
    {
        static std::map<std::string, Main> roles;
        return roles;
    }
};

struct Place {
    Scratch scratch;
    Place()
    {
        std::filesystem::create_directory(files());
        std::filesystem::create_directory(run());
        std::filesystem::permissions(run(), std::filesystem::perms::owner_all);
    }
    std::string files() const { return scratch.path + "/files"; }
    std::string run() const { return scratch.path + "/run"; }
    std::string file(const std::string& name) const { return files() + "/" + name; }
    std::string name(const std::string& file_name) const { return session::host_name(file(file_name)); }  // in the host's tree
    std::string post(const std::string& service) const { return "unix!" + run() + "/" + service; }
};

// A role in that place, by its word and the words behind it: `ninth SERVICE arguments…` for those that are services.
class Running : public Child {
  public:
    Running(const Place& place, const std::vector<std::string>& words, const std::string& log = "")
        : Child(styx::own_program().value(), words,
                {{"NINTH_RUN", place.run()}, {"NINTH_STATE", place.scratch.path + "/state"}, {"NINTH_SESSION", ""}, {"NINTH_DISPLAY", ""}}, log)
    {
    }
};

// How long a test waits for what must come: long enough for a machine that has much else to do, and no longer than a
// failure may take. What comes is never waited for any other way, so a test that passes takes no such time.
constexpr std::uint64_t patience_msec = 30'000;

// Dials until someone answers.
inline std::unique_ptr<styx::Remote> dial(const std::string& address, const styx::Hello& hello = {})
{
    for (std::uint64_t i = 0; i < patience_msec / 10; ++i) {
        auto r = styx::Remote::dial(address, "", patience_msec, hello);
        if (r) return std::move(*r);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << "nobody answers at " << address;
    return nullptr;
}

inline bool eventually(const std::function<bool()>& is_so) { return within(patience_msec / patience(), is_so); }

inline std::size_t entries(const std::string& directory)
{
    using Each = std::filesystem::directory_iterator;
    return std::size_t(std::distance(Each(directory), Each()));
}

template <class T> std::string error_of(const Result<T>& r) { return r ? "" : r.error().text; }

inline Result<> wstat(styx::Remote& r, styx::Fid fid, const styx::Stat& stat)
{
    auto answer = r.wait<styx::Rwstat>([&](auto then) { r.client().ask(styx::Twstat{fid, stat}, then); });
    if (!answer) return fail(answer.error());
    return {};
}

inline Result<> make_durable(styx::Remote& r, const styx::OpenFile& f)
{
    return wstat(r, f.fid, styx::Stat::untouched());
}

inline Result<> clunk(styx::Remote& r, const styx::OpenFile& f)
{
    auto answer = r.wait<styx::Rclunk>([&](auto then) { r.client().ask(styx::Tclunk{f.fid}, then); });
    if (!answer) return fail(answer.error());
    return {};
}

// A wstat of a file by name.
inline Result<> change(styx::Remote& r, std::string_view path, const std::function<void(styx::Stat&)>& what)
{
    auto names = styx::split_path(path);
    auto f = TRY(r.wait<styx::OpenFile>([&](auto then) { r.client().walk(r.root(), names, then); }));
    auto stat = styx::Stat::untouched();
    what(stat);
    auto result = wstat(r, f.fid, stat);
    r.close(f);
    return result;
}

inline Result<styx::OpenFile> create(styx::Remote& r, std::string_view directory, const std::string& name,
                                     std::uint32_t perm, std::uint8_t mode)
{
    auto names = styx::split_path(directory);
    auto d = TRY(r.wait<styx::OpenFile>([&](auto then) { r.client().walk(r.root(), names, then); }));
    auto f = r.wait<styx::OpenFile>([&](auto then) { r.client().create(d.fid, name, perm, mode, then); });
    r.close(d);
    return f;
}

}  // namespace tests
