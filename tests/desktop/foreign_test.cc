// Programs that are not Ninth's: a recorded session of Plan 9's rio with clock, colors and acme, played to a live display.
#include "desktop.h"

#include "draw/png.h"
#include "styx/bytes.h"
#include "styx/loop.h"
#include "styx/path.h"
#include "styx/remote.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>

namespace tests {
namespace {

constexpr std::uint8_t tattach = 104, rerror = 107, tflush = 108, twalk = 110, rwalk = 111, tread = 116, rread = 117;

// TAP9P001, then conn[1] dir[1] msec[4] and one whole 9P message; dir 0 is from the client.
struct Recorded {
    bool is_answer;
    std::string message;
    std::uint8_t type() const { return std::uint8_t(message[4]); }
    std::uint16_t tag() const { return styx::Reader{std::string_view(message).substr(5)}.u16(); }
};

std::vector<Recorded> read_tap(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), {});
    EXPECT_TRUE(bytes.starts_with("TAP9P001"));
    styx::Reader in{std::string_view(bytes).substr(std::min<std::size_t>(8, bytes.size()))};
    std::vector<Recorded> all;
    while (!in.in.empty() && !in.bad) {
        in.u8();
        bool is_answer = in.u8() != 0;
        in.u32();
        auto size = styx::Reader{in.in}.u32();
        all.push_back({is_answer, std::string(in.bytes(size))});
    }
    EXPECT_FALSE(in.bad);
    return all;
}

// Plays the client's side; draw connections have other numbers here.
class Player {
  public:
    explicit Player(const std::string& address)
    {
        loop_.dial(address, [this](auto channel) {
            if (!channel) return void(ADD_FAILURE() << channel.error().text);
            channel_ = std::move(*channel);
            channel_->received = [this](std::string_view packet) { answer_ = packet; };
            channel_->hung_up = [this](const Error&) { has_hung_up_ = true; };
        });
        EXPECT_TRUE(loop_.run_until([this] { return channel_ != nullptr; }, 5000)) << address;
    }
    void play(const std::vector<Recorded>& all)
    {
        if (!channel_) return;
        std::map<std::uint16_t, std::deque<const Recorded*>> answers;
        for (auto& m : all)
            if (m.is_answer) answers[m.tag()].push_back(&m);
        for (auto& m : all) {
            if (m.is_answer) continue;
            auto& queue = answers[m.tag()];
            const Recorded* wanted = queue.empty() ? nullptr : queue.front();
            if (wanted) queue.pop_front();
            if (!is_left_out(m) && !ask(m, wanted)) return;
        }
    }
    int asked = 0, of_another_type = 0, differing = 0;

  private:
    // Reads that wait for a hand, and what takes them back.
    bool is_left_out(const Recorded& m)
    {
        if (m.type() == tflush) return true;
        auto& path = paths_[fid(m.message)];
        auto name = path.substr(path.rfind('/') + 1);
        return m.type() == tread && (name == "mouse" || name == "cons" || name == "refresh");
    }
    static std::uint32_t fid(std::string_view message) { return styx::Reader{message.substr(7)}.u32(); }

    bool ask(const Recorded& m, const Recorded* wanted)
    {
        auto message = m.type() == twalk ? walk(m.message) : m.message;
        answer_.clear();
        channel_->send(message);
        if (!loop_.run_until([&] { return !answer_.empty() || has_hung_up_; }, 10'000) || answer_.empty()) {
            ADD_FAILURE() << "no answer to message " << asked << " of type " << int(m.type());
            return false;
        }
        ++asked;
        compare(m, wanted);
        return true;
    }
    // Numbers of draw connections become what they are here.
    std::string walk(const std::string& message)
    {
        styx::Reader in{std::string_view(message).substr(11)};
        auto newfid = in.u32();
        auto n = in.u16();
        walked_ = {newfid, paths_[fid(message)]};
        styx::Writer names;
        for (int i = 0; i < n; ++i) {
            std::string name(in.bytes(in.u16()));
            if (walked_.second.ends_with("/draw") && numbers_.contains(name)) name = numbers_[name];
            walked_.second += "/" + name;
            names.text16(name);
        }
        styx::Writer all;
        all.u32(std::uint32_t(17 + names.out.size()));
        all.bytes(std::string_view(message).substr(4, 13));
        all.bytes(names.out);
        return all.out;
    }
    void compare(const Recorded& m, const Recorded* wanted)
    {
        auto type = std::uint8_t(answer_[4]);
        if (m.type() == twalk && type == rwalk) paths_[walked_.first] = walked_.second;
        if (m.type() == tattach) paths_[fid(m.message)] = "";
        if (!wanted) return;
        if (type != wanted->type()) {
            ++of_another_type;
            ADD_FAILURE() << "message " << asked << " to " << paths_[fid(m.message)] << ": " << int(type) << ", not "
                          << int(wanted->type()) << (type == rerror ? ": " + answer_.substr(9) : "");
        }
        auto& path = paths_[fid(m.message)];
        if (type != rread) return;
        if (path.ends_with("draw/new")) numbers_[number(wanted->message)] = number(answer_);
        if (path.ends_with("/data")) differing += answer_ != wanted->message;
    }
    static std::string number(const std::string& info)
    {
        auto text = info.substr(11, 11);
        return text.substr(text.find_last_of(' ') + 1);
    }

    styx::Loop loop_;
    std::unique_ptr<styx::Channel> channel_;
    std::string answer_;
    bool has_hung_up_ = false;
    std::map<std::uint32_t, std::string> paths_;
    std::map<std::string, std::string> numbers_;
    std::pair<std::uint32_t, std::string> walked_;
};

// A display of its own, which says where it listens.
struct Foreign : testing::Test {
    Desktop d;
    std::unique_ptr<Child> display;
    std::string address;
    int started = 0;

    void start(std::vector<std::string> options)
    {
        auto said = d.file("said" + std::to_string(++started));
        options.insert(options.begin(), "display");
        options.insert(options.end(), {"--listen", "tcp!127.0.0.1!0"});
        display = d.stays(options, said);
        ASSERT_TRUE(within(5000, [&] { return contents(said).ends_with("\n"); })) << contents(said);
        address = contents(said).substr(0, contents(said).find_last_not_of("\r\n") + 1);
    }
    std::string read(const std::string& path)
    {
        auto remote = styx::Remote::dial(address);
        auto text = remote ? (*remote)->read(path) : fail(remote.error());
        return text ? *text : "error: " + text.error().text;
    }
};

// Pixels of the recorded picture that are not so in image(6) text, whose header is 60 bytes.
long differing_pixels(const draw::Image& picture, const std::string& text)
{
    constexpr std::size_t header = 60;
    int width = std::atoi(text.substr(36, 12).c_str());
    long n = 0;
    for (int y = 0; y < picture.r().max.y; ++y)
        for (int x = 0; x < picture.r().max.x; ++x) {
            styx::Reader in{std::string_view(text).substr(header + std::size_t(y * width + x) * 4)};
            n += ((in.u32() ^ picture.pixel({x, y})) & 0xffffff) != 0;
        }
    return n;
}

// The recorded device had 1024x768 pixels. On a smaller one the programs do not notice.
TEST_F(Foreign, rio_draws_what_it_drew)
{
    auto tap = read_tap(CORPUS "/rio.9ptap");
    for (auto size : {"1024x768", "768x576"}) {
        start({"--bare", size});
        Player player(address);
        player.play(tap);
        EXPECT_GT(player.asked, 600);
        EXPECT_EQ(player.of_another_type, 0);
        EXPECT_EQ(player.differing, 0);
        draw::HeapArena arena;
        auto picture = draw::read_png(CORPUS "/rio.png", arena);
        ASSERT_TRUE(picture) << picture.error().text;
        auto screen = read("dev/screen");
        ASSERT_GT(screen.size(), 768u * 576 * 4);
        EXPECT_EQ(differing_pixels(**picture, screen), 0) << size;
    }
}

TEST_F(Foreign, gets_a_window_of_its_own_where_there_is_a_desktop)
{
    start({"--headless", "640x480"});
    auto remote = styx::Remote::dial(address);
    ASSERT_TRUE(remote) << remote.error().text;
    EXPECT_EQ(*(*remote)->read("winname"), "noborder.1.1");
    EXPECT_FALSE((*remote)->read("wsys"));
    EXPECT_EQ(read("winname"), "noborder.2.1");
}

TEST_F(Foreign, is_served_on_this_machine_only)
{
    auto said = d.ninth("display --bare 640x480 --listen tcp!0.0.0.0!0");
    EXPECT_EQ(said.status, 2);
    EXPECT_NE(said.text.find("--listen is for this machine only: tcp!0.0.0.0!0 (want tcp!127.0.0.1!PORT)"), said.text.npos);
    said = d.ninth("display --bare 640x480");
    EXPECT_EQ(said.status, 2);
    EXPECT_NE(said.text.find("--bare wants --listen ADDRESS"), said.text.npos) << said.text;
}

}  // namespace
}  // namespace tests
