#include "apps/kit/app.h"

#include "draw/text/utf8.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace kit {

namespace abi = ninth::abi;
using draw::text::first_rune;

namespace {

// Keys that are no text, as 9front's keyboard(6) numbers them; both Plan 9's and plan9port's places are known.
struct Name {
    char32_t rune;
    const char* name;
};
constexpr Name names[] = {
    {0xF00E, "up"},    {0x80, "down"},    {0xF800, "down"}, {0xF011, "left"},    {0xF012, "right"}, {0xF00D, "home"},
    {0xF018, "end"},   {0xF00F, "pageup"}, {0xF013, "pagedown"}, {0xF014, "insert"},
};
constexpr char32_t shift_rune = 0xF016;
constexpr int ui_points = 14, text_points = 15;

const char* name_of(char32_t rune)
{
    for (auto& n : names)
        if (n.rune == rune) return n.name;
    return nullptr;
}

}  // namespace

Result<std::unique_ptr<Window>> Window::open(std::string_view label)
{
    auto w = std::unique_ptr<Window>(new Window);
    w->ctl_ = TRY(ninth::open("/dev/draw/new", styx::ORDWR));
    auto text = TRY(ninth::read(w->ctl_, 144, 0));
    auto info = TRY(draw::client::parse_info(text));
    w->data_ = TRY(ninth::open("/dev/draw/" + std::to_string(info.connection) + "/data", styx::ORDWR));
    int data = w->data_;
    w->display_ = std::make_unique<draw::client::Display>([data](std::string_view m) { return ninth::write(data, m, 0); }, info, 60000);
    w->font_fd_ = TRY(ninth::open("/dev/font", styx::ORDWR));
    w->mouse_ = TRY(ninth::open("/dev/mouse", styx::OREAD));
    w->kbd_ = TRY(ninth::open("/dev/kbd", styx::OREAD));
    w->label(label);
    DO(w->bind());
    w->mouse_id_ = TRY(ninth::aread(w->mouse_, 64));
    w->kbd_id_ = TRY(ninth::aread(w->kbd_, 256));
    return w;
}

Result<> Window::bind()
{
    auto name = TRY(ninth::read_file("/dev/winname"));
    DO(display_->bind_window(name, [this] { return ninth::read(ctl_, 144, 0); }));
    return open_fonts();
}

int Window::pixels(int points) const { return std::max(1, int(std::lround(points * scale_))); }

Result<std::string> Window::ask_font(std::string_view request) const
{
    DO(ninth::write(font_fd_, request, 0));
    std::string all;
    for (;;) {
        auto piece = TRY(ninth::read(font_fd_, 64 * 1024, std::int64_t(all.size())));
        if (piece.empty()) return all;
        all += piece;
    }
}

// A display that says no scale has pixels that are points.
Result<> Window::open_fonts()
{
    double scale = std::atof(ninth::read_file("/dev/scale").value_or("1").c_str());
    scale = scale > 0 ? scale : 1;
    if (scale == scale_) return {};
    scale_ = scale;
    auto hinting = draw::text::hinting_at(scale);
    auto open_font = [&](std::string_view name, int points) {
        return draw::client::Font::open(*display_, [this](std::string_view request) { return ask_font(request); }, name, pixels(points), hinting);
    };
    font_ = TRY(open_font("sans", ui_points));
    mono_ = TRY(open_font("mono", text_points));
    return {};
}

Result<Event> Window::wait()
{
    for (;;) {
        auto c = TRY(ninth::await());
        if (c.kind == abi::Kind::thawed) {
            styx::Reader r{c.bytes};
            auto elapsed = r.u64();
            return Thawed{elapsed, r.u32()};
        }
        if (c.kind == abi::Kind::error) return fail(c.bytes);
        if (c.id == mouse_id_) {
            mouse_id_ = TRY(ninth::aread(mouse_, 64));
            if (c.bytes.starts_with('r')) {
                DO(bind());
                return Resized{};
            }
            Mouse m;  // 'm' x y buttons msec
            if (std::sscanf(c.bytes.c_str(), "m %d %d %d", &m.xy.x, &m.xy.y, &m.buttons) == 3) return m;
        }
        if (c.id == kbd_id_) {
            kbd_id_ = TRY(ninth::aread(kbd_, 256));
            if (auto e = key(c.bytes)) return *e;
        }
    }
}

// "c" and the rune that was typed; "k" and "K" and the keys that are down.
std::optional<Event> Window::key(std::string_view message)
{
    if (message.ends_with('\0')) message.remove_suffix(1);
    if (message.empty()) return std::nullopt;
    char kind = message[0];
    message.remove_prefix(1);
    if (kind != 'c') {
        shift_ = false;
        for (; !message.empty(); message.remove_prefix(first_rune(message).size))
            shift_ |= first_rune(message).value == shift_rune;
        return std::nullopt;
    }
    if (message.empty()) return std::nullopt;
    if (auto* name = name_of(first_rune(message).value)) return Press{name, shift_};
    return Key{std::string(message)};
}

void Window::label(std::string_view text)
{
    auto fd = ninth::open("/dev/label", styx::OWRITE);
    if (!fd) return;
    (void)ninth::write(*fd, text, 0);
    (void)ninth::close(*fd);
}

Result<std::string> Window::snarf() { return ninth::read_file("/dev/snarf"); }

Result<> Window::set_snarf(std::string_view text)
{
    int fd = TRY(ninth::open("/dev/snarf", styx::OWRITE));
    auto written = ninth::write(fd, text);
    auto closed = ninth::close(fd);
    return written ? closed : written;
}

}  // namespace kit
