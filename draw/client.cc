#include "draw/client.h"

#include "draw/client_message.h"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace draw::client {
namespace {

// A replicated image is clipped by nothing a program draws (libdraw's bound).
constexpr Rect everywhere = {{-0x3fffffff, -0x3fffffff}, {0x3fffffff, 0x3fffffff}};
// More colours than a theme has; a gradient's are let go again.
constexpr std::size_t kept_colors = 256;

}  // namespace

Result<Info> parse_info(std::string_view text)
{
    const std::string_view whole = text;
    auto word = [&] {
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        auto out = text.substr(0, text.find(' '));
        text.remove_prefix(out.size());
        return out;
    };
    bool bad = false;
    auto number = [&] {
        int n = 0;
        auto digits = word();
        auto end = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        bad = bad || end.ec != std::errc() || end.ptr != digits.data() + digits.size();
        return n;
    };
    Info info;
    info.connection = number();
    info.id = std::uint32_t(number());
    auto chan = parse_chan(word());
    info.repl = Repl(number() != 0);
    for (int* edge : {&info.r.min.x, &info.r.min.y, &info.r.max.x, &info.r.max.y, &info.clip.min.x, &info.clip.min.y,
                      &info.clip.max.x, &info.clip.max.y})
        *edge = number();
    if (bad || !chan) return fail("this is no image information: " + std::string(whole.substr(0, 144)));
    info.chan = *chan;
    return info;
}

Image::Image(Image&& from) noexcept : display_(std::exchange(from.display_, nullptr)), info_(from.info_) {}

Image& Image::operator=(Image&& from) noexcept
{
    if (this == &from) return *this;
    release();
    display_ = std::exchange(from.display_, nullptr);
    info_ = from.info_;
    return *this;
}

Image::~Image() { release(); }

// Id 0 is the connection's own image: it is not ours to free.
void Image::release()
{
    if (!display_ || info_.id == 0) return;
    // 'f' id[4]
    styx::Writer& out = display_->message(1 + id_size);
    out.u8('f');
    out.u32(info_.id);
    display_ = nullptr;
}

void Image::draw(Rect to, const Image& src, Point sp, const Image* mask, Point mp, Op op)
{
    std::uint32_t mask_id = mask ? mask->id() : display_->opaque();
    // 'd' dstid[4] srcid[4] maskid[4] R[4*4] srcP[2*4] maskP[2*4]
    styx::Writer& out = display_->message(size_of(op) + 1 + 3 * id_size + rect_size + 2 * point_size);
    put(out, op);
    out.u8('d');
    for (std::uint32_t id : {info_.id, src.id(), mask_id}) out.u32(id);
    put(out, to);
    put(out, sp);
    put(out, mp);
}

void Image::border(Rect r, int width, const Image& src, Op op)
{
    if (width < 0) {
        r = r.inset(width);
        width = -width;
    }
    Rect in = r.inset(width);
    if (in.empty()) return draw(r, src, {}, nullptr, {}, op);
    const Rect sides[] = {{r.min, {r.max.x, in.min.y}},
                          {{r.min.x, in.max.y}, r.max},
                          {{r.min.x, in.min.y}, {in.min.x, in.max.y}},
                          {{in.max.x, in.min.y}, {r.max.x, in.max.y}}};
    for (Rect side : sides) draw(side, src, side.min - r.min, nullptr, {}, op);
}

void Image::set_clip(Rect clip)
{
    info_.clip = clip;
    // 'c' dstid[4] repl[1] clipR[4*4]
    styx::Writer& out = display_->message(1 + id_size + 1 + rect_size);
    out.u8('c');
    out.u32(info_.id);
    out.u8(info_.repl == Repl::yes);
    put(out, clip);
}

Display::Display(Write write, const Info& screen, std::size_t iounit)
    : write_(std::move(write)), iounit_(iounit), window_(this, screen)
{
    assert(iounit >= 1024);
}

Result<> Display::bind_window(std::string_view name, const ReadInfo& read_info)
{
    if (name.empty() || name.size() > 255) return fail("no image with that name");
    send();
    std::uint32_t id = new_id();
    // 'n' id[4] j[1] name[j]
    styx::Writer& out = message(1 + id_size + 1 + name.size());
    out.u8('n');
    out.u32(id);
    out.u8(std::uint8_t(name.size()));
    out.bytes(name);
    DO(write_queue());
    Info info;
    info.id = id;
    Image bound(this, info);
    auto text = TRY(read_info());
    bound.info_ = TRY(parse_info(text));
    bound.info_.id = id;
    window_ = std::move(bound);
    error_.reset();
    return {};
}

// Queues a new image of one colour.
Image Display::make(Rect r, Chan chan, Repl repl, Color fill)
{
    Info info{.id = new_id(), .chan = chan, .repl = repl, .r = r, .clip = repl == Repl::yes ? everywhere : r};
    // 'b' id[4] screenid[4] refresh[1] chan[4] repl[1] R[4*4] clipR[4*4] rrggbbaa[4]
    styx::Writer& out = message(1 + 2 * id_size + 1 + 4 + 1 + 2 * rect_size + 4);
    out.u8('b');
    out.u32(info.id);
    out.u32(0);
    out.u8(0);
    out.u32(std::uint32_t(chan));
    out.u8(repl == Repl::yes);
    put(out, info.r);
    put(out, info.clip);
    out.u32(fill);
    return Image(this, info);
}

Result<Image> Display::allocate(Rect r, Chan chan, Repl repl, Color fill)
{
    if (r.empty()) return fail("empty image");
    // What is queued may be at fault too, and must not be taken for this image's error.
    send();
    Image image = make(r, chan, repl, fill);
    if (auto made = write_queue(); !made) {
        image.display_ = nullptr;  // the server has no such id to free
        return fail(made.error());
    }
    return image;
}

// So small that nobody waits for it.
Image Display::pixel(Chan chan, Color color) { return make({{0, 0}, {1, 1}}, chan, Repl::yes, color); }

const Image& Display::color(Color color)
{
    auto at = colors_.find(color);
    if (at == colors_.end()) {
        bool is_opaque = (color & 0xff) == 0xff;
        at = colors_.emplace(color, Used{pixel(is_opaque ? Chan::x8r8g8b8 : Chan::a8r8g8b8, color), 0}).first;
    }
    at->second.flush = flushes_;
    return at->second.image;
}

std::uint32_t Display::opaque()
{
    if (!opaque_) opaque_.emplace(pixel(Chan::k1, white));
    return opaque_->id();
}

void Display::forget_colors()
{
    if (colors_.size() <= kept_colors) return;
    std::erase_if(colors_, [&](const auto& entry) { return flushes_ - entry.second.flush > 1; });
}

styx::Writer& Display::message(std::size_t size)
{
    assert(size <= iounit_);
    if (queue_.out.size() + size > iounit_) send();
    return queue_;
}

Result<> Display::write_queue()
{
    if (queue_.out.empty()) return {};
    std::string out = std::exchange(queue_.out, {});
    auto sent = write_(out);
    out.clear();
    queue_.out = std::move(out);  // keeps its room
    return sent;
}

void Display::report(Error error)
{
    if (!error_) error_ = std::move(error);
}

void Display::send()
{
    if (auto sent = write_queue(); !sent) report(sent.error());
}

Result<> Display::flush()
{
    ++flushes_;
    forget_colors();
    message(1).u8('v');
    send();
    if (auto error = std::exchange(error_, {})) return fail(std::move(*error));
    return {};
}

}  // namespace draw::client
