#include "tests/cross/side.h"

#include "tests/within.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <sstream>

namespace tests {

Side::Side(std::string emulator, std::string program, std::string root)
    : emulator_(std::move(emulator)), program_(std::move(program)), root_(std::move(root))
{
    std::filesystem::create_directory(scratch_.path + "/files");
}

Side::~Side()
{
    gate_.reset();
    stop();
}

std::map<std::string, std::string> Side::environment() const
{
    auto place = root_ + scratch_.path;
    return {{"NINTH_STATE", place + "/state"}, {"NINTH_RUN", place + "/run"}, {"NINTH_DISPLAY", ""}, {"NINTH_SESSION", ""}, {"NINTH_GUESTS", ""}};
}

// By a file: what wine starts keeps a pipe open that wine was given.
Said Side::ninth(const std::string& words)
{
    auto out = scratch_.path + "/said";
    auto said = run_command("timeout 30 " + emulator_ + " " + program_ + " " + words + " >" + out + " 2>&1", scratch_.path + "/files", environment());
    said.text = contents(out);
    std::erase(said.text, '\r');
    return said;
}

Said Side::start(const std::string& words)
{
    runs_ = true;
    return ninth(words);
}

void Side::stop()
{
    if (!std::exchange(runs_, false)) return;
    EXPECT_EQ(ninth("stop").text, "");
}

std::string Side::open_gate()
{
    auto log = scratch_.path + "/gate.log";
    std::vector<std::string> words{program_, "gate", "--listen", "tcp!127.0.0.1!0"};
    if (emulator_.empty()) words.erase(words.begin());
    gate_ = std::make_unique<Child>(emulator_.empty() ? program_ : emulator_, words, environment(), log);
    EXPECT_TRUE(within(3000, [&] { return contents(log).find('\n') != std::string::npos; }));
    auto said = contents(log);
    return said.substr(0, said.find_first_of("\r\n"));
}

std::string Side::read(const std::string& service, const std::string& path)
{
    return ninth("9p read -t 5 " + post(service) + " " + path).text;
}

void Side::write(const std::string& service, const std::string& path, const std::string& text)
{
    auto input = scratch_.path + "/input";
    put(input, text);
    EXPECT_EQ(ninth("9p write -t 5 " + post(service) + " " + path + " <" + input).text, "");
}

void Side::type(const std::string& text) { write("display", "kbdin", text); }

void Side::drag(int x, int y, int to_x, int to_y)
{
    auto event = [](int px, int py, int buttons) {
        return "m " + std::to_string(px) + " " + std::to_string(py) + " " + std::to_string(buttons) + "\n";
    };
    write("display", "mousein", event(x, y, 0) + event(x, y, 1) + event(to_x, to_y, 1) + event(to_x, to_y, 0));
}

std::string Side::picture(const std::string& name)
{
    std::string last;
    within(5000, [&] {
        EXPECT_EQ(ninth("shot " + name).text, "");
        return std::exchange(last, contents(file(name))) == contents(file(name));
    });
    return file(name);
}

// A line of it is: window NUMBER LIFE attached current visible 0 'LABEL'
bool Side::shows(const std::string& life, const std::string& label)
{
    return within(5000, [&] {
        std::istringstream lines(read("display", "status"));
        for (std::string line; std::getline(lines, line);)
            if (line.find(" " + life + " ") != std::string::npos && line.ends_with("'" + label + "'")) return true;
        return false;
    });
}

std::string Side::state_of(const std::string& life)
{
    auto text = read("session", "lives/" + life + "/state");
    return text.substr(0, text.find_first_of(" \n"));
}

std::string difference(const std::string& picture, const std::string& other)
{
    return run_command("compare -metric AE '" + picture + "' '" + other + "' null:", "/", {}).text;
}

}  // namespace tests
