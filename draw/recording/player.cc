#include "draw/recording/player.h"

#include <cstdio>
#include <cstdlib>

namespace draw {
namespace {

// What 'I' is answered with, and what 'q' 'd' is.
constexpr std::size_t info_size = 144, dpi_size = 12;

Options options(const std::vector<Record>& records)
{
    Options found;
    bool has_number = false, has_dpi = false;
    for (const Record& r : records) {
        if (r.kind != 'R' || r.data.size() < 4) continue;
        std::string answer = r.data.substr(4);
        bool is_info = answer.size() == info_size, is_dpi = answer.size() == dpi_size;
        if (is_info && !std::exchange(has_number, true)) found.number = std::atoi(answer.c_str());
        if (is_dpi && !std::exchange(has_dpi, true)) found.dpi = std::atoi(answer.c_str());
    }
    return found;
}

Result<Shape> screen_shape(std::string text)
{
    char chan[16];
    Rect r;
    if (std::sscanf(text.c_str(), "%15s %d %d %d %d", chan, &r.min.x, &r.min.y, &r.max.x, &r.max.y) != 5)
        return fail("bad screen " + text);
    auto format = parse_chan(chan);
    if (!format) return fail("bad screen " + text);
    return Shape{r, r, *format, Repl::no};
}

std::string show(std::string_view bytes)
{
    bool is_text = bytes.size() <= info_size;
    for (char c : bytes) is_text = is_text && c >= ' ' && c <= '~';
    return is_text ? "\"" + std::string(bytes) + "\"" : std::to_string(bytes.size()) + " bytes";
}

}  // namespace

Player::Player(const std::vector<Record>& records) : engine_(arena_, std::make_shared<Shared>(), options(records)) {}

Result<> Player::play(const Record& r)
{
    ++record_;
    if (r.kind == 'E') return refuse(r), Result<>{};
    settle();
    if (r.kind == 'Z') return resize(r);
    if (r.kind == 'W') write(r);
    if (r.kind == 'R') read(r);
    return {};
}

void Player::compare(bool same, std::string what)
{
    ++answers_;
    if (same) return;
    ++differing_;
    if (first_difference_.empty()) first_difference_ = "record " + std::to_string(record_) + ": " + what;
}

// The last write was not refused in the recording.
void Player::settle()
{
    if (!written_) return;
    auto outcome = *std::exchange(written_, {});
    compare(outcome.has_value(), outcome ? "" : "the write before was refused: " + outcome.error().text);
}

Result<> Player::resize(const Record& r)
{
    auto screen = Image::allocate(arena_, TRY(screen_shape(r.data)));
    if (!screen) return fail("bad screen " + r.data);
    screen_ = *screen;
    fill(*screen_, white);
    return engine_.bind_screen(screen_);
}

void Player::write(const Record& r) { written_ = engine_.write(r.data, watcher_); }

void Player::refuse(const Record& r)
{
    bool refused = written_ && !*written_;
    compare(refused, "the write before was taken, where it was refused: " + r.data);
    written_.reset();
}

void Player::read(const Record& r)
{
    styx::Reader in{r.data};
    std::uint32_t count = in.u32();
    auto answer = engine_.read(count);
    if (!answer) return compare(in.in.empty(), answer.error().text + ", not " + show(in.in));
    compare(*answer == in.in, show(*answer) + ", not " + show(in.in));
}

}  // namespace draw
