#include "eye.h"

#include <gtest/gtest.h>
#include <thread>

namespace bench {

namespace {

constexpr double patience = 2'000;  // msec
constexpr std::uint64_t longest_call = 60'000;  // msec: a first image of 512 MB on a busy machine
constexpr auto between_looks = std::chrono::microseconds(500);
constexpr int pause = 20;            // msec without a change that count as rest: more than a frame

std::unique_ptr<styx::Remote> dial(const std::string& address)
{
    auto remote = styx::Remote::dial(address, "", longest_call);
    if (!remote) return ADD_FAILURE() << remote.error().text, nullptr;
    return std::move(*remote);
}

}  // namespace

Eye::Eye(const tests::Desktop& d) : display_(dial(d.post("display"))) {}

std::string Eye::screen()
{
    auto text = display_ ? display_->read("screen") : fail("no display");
    EXPECT_TRUE(text) << text.error().text;
    return text.value_or("");
}

std::string Eye::screen_at_rest()
{
    auto before = screen();
    for (Stopwatch since; since.msec() < patience;) {
        sleep_msec(pause);
        auto now = screen();
        if (now == before) return now;
        before = std::move(now);
    }
    return before;
}

void Eye::type(const std::string& text)
{
    auto typed = display_ ? display_->write("kbdin", text) : fail("no display");
    EXPECT_TRUE(typed) << typed.error().text;
}

bool Eye::until(const std::function<bool(const std::string&)>& is_so)
{
    for (Stopwatch since; since.msec() < patience && display_ && display_->alive(); std::this_thread::sleep_for(between_looks))
        if (is_so(screen())) return true;
    ADD_FAILURE() << "it was not seen";
    return false;
}

double Eye::key_to_pixel(const std::string& key)
{
    screen_at_rest();
    auto before = first_row();
    Stopwatch since;
    type(key);
    while (since.msec() < patience && first_row() == before) {}
    auto taken = since.msec();
    EXPECT_LT(taken, patience) << "a key was not seen";
    return taken;
}

// Where the first window's first line of text is: below the title, of a height that one read gives.
std::string Eye::first_row()
{
    constexpr std::uint64_t header = 60, title = 60;  // bytes; rows
    constexpr std::uint64_t width = 400;              // of the screen
    auto file = display_ ? display_->open("screen", styx::OREAD) : fail("no display");
    if (!file) return "";
    auto text = display_->read(*file, header + title * width * 4, file->iounit);
    display_->close(*file);
    return text.value_or("");
}

Hand::Hand(const tests::Desktop& d) : session_(dial(d.post("session"))) {}

void Hand::tell(const std::string& life, const std::string& verb)
{
    auto told = session_ ? session_->write("lives/" + life + "/ctl", verb) : fail("no session");
    EXPECT_TRUE(told) << verb << ": " << told.error().text;
}

std::string Hand::read(const std::string& path)
{
    auto text = session_ ? session_->read(path) : fail("no session");
    EXPECT_TRUE(text) << text.error().text;
    return text.value_or("");
}

}  // namespace bench
