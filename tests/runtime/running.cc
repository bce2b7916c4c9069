#include "tests/runtime/running.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tests {

Running::Running(std::string module, std::vector<std::string> arguments, std::string id) : id_(std::move(id))
{
    styx::ignore_broken_pipes();
    std::filesystem::permissions(scratch_.path, std::filesystem::perms::owner_all);
    std::filesystem::create_directories(directory());
    std::string text = "name " + module + "\nmodule " + module + "\narguments";
    for (auto& a : arguments) text += " '" + a + "'";
    put(directory() + "/life", text + "\ndirectory /\nhome_address -\n");
}

Running::~Running()
{
    kill();
    if (host_ > 0) ::kill(host_, SIGKILL), waitpid(host_, nullptr, 0);
}

int Running::spawn(std::vector<std::string> words)
{
    words.insert(words.begin(), NINTH);
    int pid = fork();
    if (pid != 0) return pid;
    setenv("NINTH_RUN", scratch_.path.c_str(), 1);
    setenv("NINTH_STATE", (scratch_.path + "/state").c_str(), 1);
    unsetenv("NINTH_DISPLAY");
    int log = open((scratch_.path + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(log, 1);
    dup2(log, 2);
    std::vector<char*> arguments;
    for (auto& w : words) arguments.push_back(w.data());
    arguments.push_back(nullptr);
    execv(NINTH, arguments.data());
    _exit(127);
}

void Running::serve_files()
{
    host_ = spawn({"host"});
    ASSERT_TRUE(within(3000, [&] { return styx::Remote::dial(post("host")).has_value(); })) << said();
}

void Running::start(std::vector<std::string> more)
{
    std::vector<std::string> words{"run", directory()};
    words.insert(words.end(), more.begin(), more.end());
    pid_ = spawn(std::move(words));
    ASSERT_TRUE(within(5000, [&] { return styx::Remote::dial(post("life-" + id_), "", 500) || !is_running(); })) << said();
}

void Running::start_and_fail()
{
    pid_ = spawn({"run", directory()});
    EXPECT_TRUE(within(5000, [&] { return !is_running(); }));
    pid_ = -1;
}

Result<> Running::ctl(const std::string& line)
{
    auto remote = TRY(styx::Remote::dial(post("life-" + id_), "", 5000));
    return remote->write("ctl", line + "\n");
}

std::string Running::read(const std::string& file)
{
    auto remote = styx::Remote::dial(post("life-" + id_), "", 1000);
    auto f = remote ? (*remote)->open(file, styx::OREAD) : fail(remote.error());
    auto text = f ? (*remote)->read(*f, 0, 8192) : fail(f.error());
    return text ? *text : "error: " + text.error().text;
}

std::string Running::said() { return contents(scratch_.path + "/log"); }

bool Running::is_running() { return pid_ > 0 && waitpid(pid_, nullptr, WNOHANG) == 0; }

bool Running::freeze()
{
    if (!ctl("freeze")) return false;
    bool is_gone = within(5000, [&] { return !is_running(); });
    if (is_gone) pid_ = -1;
    return is_gone;
}

void Running::kill()
{
    if (pid_ > 0) ::kill(pid_, SIGKILL), waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

}  // namespace tests
