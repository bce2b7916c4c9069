#include "tests/runtime/running.h"

#include <chrono>
#include <gtest/gtest.h>
#include <thread>

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

Running::~Running() { kill(); }

std::unique_ptr<Child> Running::spawn(const std::vector<std::string>& words)
{
    std::map<std::string, std::string> places{{"NINTH_RUN", scratch_.path}, {"NINTH_STATE", scratch_.path + "/state"}, {"NINTH_DISPLAY", ""}};
    return std::make_unique<Child>(NINTH, words, places, scratch_.path + "/log");
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
    run_ = spawn(words);
    ASSERT_TRUE(within(5000, [&] { return styx::Remote::dial(post("life-" + id_), "", 500) || !is_running(); })) << said();
}

void Running::start_and_fail()
{
    run_ = spawn({"run", directory()});
    EXPECT_TRUE(within(5000, [&] { return !is_running(); }));
    run_.reset();
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

bool Running::is_running() { return run_ && run_->is_running(); }

bool Running::freeze()
{
    if (!ctl("freeze")) return false;
    bool is_gone = within(5000, [&] { return !is_running(); });
    if (is_gone) run_.reset();
    return is_gone;
}

void Running::kill() { run_.reset(); }

}  // namespace tests
