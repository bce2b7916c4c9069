#include "desktop.h"

#include "runtime/image/disk.h"
#include "session/host/names.h"
#include "session/processes.h"
#include "styx/remote.h"

#include <chrono>
#include <gtest/gtest.h>
#include <iostream>
#include <thread>
#include <vector>

namespace tests {

Desktop::Desktop() { std::filesystem::create_directory(files()); }

// One that was begun just before has no lock yet, and no post: its log, which it holds open, is all there is of it. Windows
// removes no such file.
Desktop::~Desktop()
{
    within(10'000, [&] {
        kill_all();
        std::error_code trouble;
        for (auto& entry : std::filesystem::directory_iterator(run(), trouble))
            if (std::filesystem::remove(entry.path(), trouble); trouble) return false;
        return true;
    });
}

// Why one does not come up is in the logs.
Said Desktop::start(const std::string& size)
{
    auto said = ninth("--headless " + size);
    if (said.status != 0) std::cerr << said.text << logs();
    return said;
}

std::string Desktop::logs() const
{
    std::string text;
    std::error_code trouble;
    for (auto& entry : std::filesystem::directory_iterator(run(), trouble))
        if (entry.path().extension() == ".log") text += entry.path().filename().string() + ":\n" + contents(entry.path().string());
    return text;
}

Said Desktop::ninth(const std::string& words) { return ninth_with({}, words); }

Said Desktop::ninth_with(std::map<std::string, std::string> more, const std::string& words)
{
    return run_command(NINTH " " + words, files(), variables(std::move(more)));
}

std::map<std::string, std::string> Desktop::variables(std::map<std::string, std::string> more) const
{
    more.insert({{"NINTH_STATE", state()}, {"NINTH_RUN", run()}, {"NINTH_DISPLAY", ""}, {"NINTH_SESSION", ""}, {"NINTH_GUESTS", guests}, {"NINTH_ASSETS", assets}});
    return more;
}

std::unique_ptr<Child> Desktop::stays(const std::vector<std::string>& words, const std::string& log)
{
    return std::make_unique<Child>(NINTH, words, variables({}), log);
}

std::string Desktop::name(const std::string& file_name) const { return session::host_name(file(file_name)); }

std::string Desktop::open(const std::string& words)
{
    auto said = ninth("open " + words);
    EXPECT_EQ(said.status, 0) << said.text;
    return said.text.substr(0, said.text.find('\n'));
}

std::string Desktop::read(const std::string& service, const std::string& path)
{
    auto remote = styx::Remote::dial(post(service));
    auto text = remote ? (*remote)->read(path) : fail(remote.error());
    return text ? *text : "error: " + text.error().text;
}

std::string Desktop::write(const std::string& service, const std::string& path, const std::string& text)
{
    auto remote = styx::Remote::dial(post(service));
    auto done = remote ? (*remote)->write(path, text) : fail(remote.error());
    return done ? "" : done.error().text;
}

void Desktop::type(const std::string& text) { EXPECT_EQ(write("display", "kbdin", text), ""); }

void Desktop::click(int x, int y)
{
    auto at = "m " + std::to_string(x) + " " + std::to_string(y) + " ";
    EXPECT_EQ(write("display", "mousein", at + "0\n" + at + "1\n" + at + "0\n"), "");
}

void Desktop::drag(int x, int y, int to_x, int to_y)
{
    auto event = [](int px, int py, int buttons) {
        return "m " + std::to_string(px) + " " + std::to_string(py) + " " + std::to_string(buttons) + "\n";
    };
    EXPECT_EQ(write("display", "mousein", event(x, y, 0) + event(x, y, 1) + event(to_x, to_y, 1) + event(to_x, to_y, 0)), "");
}

void Desktop::wheel(int x, int y, int notches)
{
    auto at = "m " + std::to_string(x) + " " + std::to_string(y) + " ";
    for (int i = 0; i < std::abs(notches); ++i)
        EXPECT_EQ(write("display", "mousein", at + (notches > 0 ? "16\n" : "8\n") + at + "0\n"), "");
}

std::string Desktop::picture()
{
    std::string last;
    int same = 0;
    within(5000, [&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
        EXPECT_EQ(ninth("shot at-rest.png").text, "");
        auto now = contents(file("at-rest.png"));
        same = now == last ? same + 1 : 0;
        last = now;
        return same == 3;
    });
    std::filesystem::remove(file("at-rest.png"));
    return last;
}

std::string Desktop::state_of(const std::string& life)
{
    auto text = read("session", "lives/" + life + "/state");
    return text.substr(0, text.find_first_of(" \n"));
}

std::string Desktop::said_by(const std::string& life) { return contents(scratch_.path + "/run/life-" + life + ".log"); }

std::string Desktop::window_of(const std::string& life)
{
    auto remote = styx::Remote::dial(post("display"));
    auto windows = remote ? (*remote)->list("wsys") : fail(remote.error());
    if (!windows) return "";
    for (auto& w : *windows) {
        auto owner = (*remote)->read("wsys/" + w.name + "/life");
        if (owner && owner->find(life) != std::string::npos) return w.name;
    }
    return "";
}

std::string Desktop::label_of(const std::string& life)
{
    auto window = window_of(life);
    return window.empty() ? "" : read("display", "wsys/" + window + "/label");
}

bool Desktop::shows(const std::string& life, const std::string& label, int msec)
{
    return within(msec, [&] { return label_of(life) == label; });
}

std::string Desktop::area_of(const std::string& life)
{
    auto remote = styx::Remote::dial(post("display"));
    auto wctl = remote ? (*remote)->open("wsys/" + window_of(life) + "/wctl", styx::OREAD) : fail(remote.error());
    auto text = wctl ? (*remote)->read(*wctl, 0, 1024) : fail(wctl.error());  // the next read waits for a change
    return text ? *text : "error: " + text.error().text;
}

void Desktop::kill(const std::string& service)
{
    auto pid = session::process_at(post(service));
    ASSERT_TRUE(pid) << pid.error().text;
    EXPECT_TRUE(session::kill_process(*pid));
}

// Those that bring others back go first; what they had begun by then goes next.
void Desktop::kill_all()
{
    for (int quiet = 0; quiet < 2;) {
        auto all = pids();
        for (auto first : {"host", "session"})
            if (all.count(first)) (void)session::kill_process(all[first]);
        for (auto& [service, pid] : all) (void)session::kill_process(pid);
        auto more = runs();
        for (auto pid : more) (void)session::kill_process(pid);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        quiet = all.empty() && more.empty() ? quiet + 1 : 0;
    }
}

// Those that have their log open, and may have posted nothing yet.
std::vector<std::uint64_t> Desktop::runs()
{
    std::vector<std::uint64_t> found;
    std::error_code ignored;
    for (auto& entry : std::filesystem::directory_iterator(state() + "/lives", ignored)) {
        auto lock = entry.path().generic_string() + "/lock";
        auto pid = std::strtoull(runtime::image::Lock::holder(lock).c_str(), nullptr, 10);
        if (pid && runtime::image::Lock::is_held(lock)) found.push_back(pid);
    }
    return found;
}

std::map<std::string, std::uint64_t> Desktop::pids()
{
    std::map<std::string, std::uint64_t> found;
    std::error_code ignored;
    for (auto& entry : std::filesystem::directory_iterator(scratch_.path + "/run", ignored)) {
        auto name = entry.path().filename().string();
        if (entry.path().has_extension() || name.ends_with('~')) continue;
        if (auto pid = session::process_at(post(name)); pid && name != "display-app") found[name] = *pid;
    }
    return found;
}

}  // namespace tests
