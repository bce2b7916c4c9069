// Services run as they do in life: each in a process of its own, with a run directory and files of the test's own.
#pragma once

#include "styx/remote.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <span>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tests {

struct Scratch {
    std::string path;
    Scratch()
    {
        char name[] = "/tmp/host-test-XXXXXX";
        path = mkdtemp(name);
        std::filesystem::create_directory(path + "/files");
        std::filesystem::create_directory(path + "/run");
        std::filesystem::permissions(path + "/run", std::filesystem::perms::owner_all);
    }
    ~Scratch() { std::filesystem::remove_all(path); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string file(const std::string& name) const { return path + "/files/" + name; }
    std::string post(const std::string& name) const { return "unix!" + path + "/run/" + name; }
};

// Runs `main` in a child, which ends with its result; killed with this.
class Running {
  public:
    explicit Running(const std::function<int()>& main) : pid(fork())
    {
        if (pid == 0) _exit(main());
    }
    ~Running() { kill(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    void kill()
    {
        if (pid > 0) ::kill(pid, SIGKILL);
        wait();
    }
    int wait()  // its exit code
    {
        int status = 0;
        if (pid > 0) waitpid(std::exchange(pid, -1), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    bool runs() const { return pid > 0 && waitpid(pid, nullptr, WNOHANG) == 0; }
    pid_t pid;
};

using Main = int (*)(std::span<const std::string_view>);

// `ninth SERVICE arguments…` in the scratch's run directory.
inline std::function<int()> service(const Scratch& scratch, Main main, std::vector<std::string> arguments)
{
    return [&scratch, main, arguments] {
        setenv("NINTH_RUN", (scratch.path + "/run").c_str(), 1);
        setenv("NINTH_STATE", (scratch.path + "/state").c_str(), 1);
        unsetenv("NINTH_SESSION");
        unsetenv("NINTH_DISPLAY");
        std::vector<std::string_view> words(arguments.begin(), arguments.end());
        return main(words);
    };
}

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

inline bool eventually(const std::function<bool()>& is_so)
{
    for (std::uint64_t i = 0; i < patience_msec / 10 && !is_so(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return is_so();
}

inline void put(const std::string& path, std::string_view bytes) { std::ofstream(path, std::ios::binary) << bytes; }
inline std::string get(const std::string& path)
{
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

inline std::size_t entries(const std::string& directory)
{
    using Each = std::filesystem::directory_iterator;
    return std::size_t(std::distance(Each(directory), Each()));
}

inline std::size_t resident_bytes(pid_t pid)  // proc(5)
{
    std::ifstream statm("/proc/" + std::to_string(pid) + "/statm");
    std::size_t all = 0, resident = 0;
    statm >> all >> resident;
    return resident * std::size_t(sysconf(_SC_PAGESIZE));
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
