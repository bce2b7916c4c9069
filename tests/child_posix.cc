#include "tests/child.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>

namespace tests {
namespace {

void become(const std::string& program, std::vector<std::string> words, const std::map<std::string, std::string>& environment,
            const std::string& log)
{
    for (auto& [name, value] : environment) value.empty() ? unsetenv(name.c_str()) : setenv(name.c_str(), value.c_str(), 1);
    int out = open(log.empty() ? "/dev/null" : log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, 1);
    dup2(out, 2);
    words.insert(words.begin(), program);
    std::vector<char*> arguments;
    for (auto& w : words) arguments.push_back(w.data());
    arguments.push_back(nullptr);
    execv(program.c_str(), arguments.data());
    _exit(127);
}

}  // namespace

struct Child::State {
    pid_t pid = -1;
    std::optional<int> status;
};

Child::Child(const std::string& program, const std::vector<std::string>& arguments,
             const std::map<std::string, std::string>& environment, const std::string& log)
    : state_(std::make_unique<State>())
{
    state_->pid = fork();
    if (state_->pid == 0) become(program, arguments, environment, log);
}

Child::~Child() { kill(); }

std::uint64_t Child::pid() const { return std::uint64_t(state_->pid); }

bool Child::is_running()
{
    int status = 0;
    if (!state_->status && waitpid(state_->pid, &status, WNOHANG) != 0) state_->status = status;
    return !state_->status;
}

int Child::wait()
{
    int status = 0;
    if (!state_->status && waitpid(state_->pid, &status, 0) == state_->pid) state_->status = status;
    return WIFEXITED(*state_->status) ? WEXITSTATUS(*state_->status) : 128 + WTERMSIG(*state_->status);
}

void Child::kill()
{
    if (!is_running()) return;
    ::kill(state_->pid, SIGKILL);
    wait();
}

std::uint64_t own_pid() { return std::uint64_t(getpid()); }

std::size_t resident_bytes(std::uint64_t pid)  // proc(5)
{
    std::ifstream statm("/proc/" + std::to_string(pid) + "/statm");
    std::size_t all = 0, resident = 0;
    statm >> all >> resident;
    return resident * std::size_t(sysconf(_SC_PAGESIZE));
}

}  // namespace tests
