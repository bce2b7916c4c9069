#include "session/picture.h"

#include "draw/png.h"
#include "styx/handlers.h"
#include "styx/path.h"
#include "styx/remote.h"

#include <charconv>

namespace session {
namespace {

constexpr std::size_t header_size = 5 * 12;                  // chan and the rectangle, `%11s ` each (rio(4))
constexpr std::size_t most_pixels = std::size_t(512) << 20;  // bytes

Result<int> number(const std::string& word)
{
    int n = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
    if (error != std::errc() || end != word.data() + word.size()) return fail("bad picture");
    return n;
}

Result<draw::Shape> parse_header(std::string_view header)
{
    auto words = styx::tokens(header);
    if (words.size() != 5) return fail("bad picture");
    draw::Shape shape;
    shape.chan = TRY(draw::parse_chan(words[0]));
    shape.r.min = {TRY(number(words[1])), TRY(number(words[2]))};
    shape.r.max = {TRY(number(words[3])), TRY(number(words[4]))};
    shape.clip = shape.r;
    return shape;
}

}  // namespace

Result<> write_picture(const std::string& picture, const std::string& path)
{
    if (picture.size() < header_size) return fail("bad picture");
    auto shape = TRY(parse_header(std::string_view(picture).substr(0, header_size)));
    if (TRY(draw::Image::size_of(shape)) > most_pixels) return fail("bad picture");
    draw::HeapArena arena;
    auto image = TRY(draw::Image::allocate(arena, shape));
    auto rows = std::string_view(picture).substr(header_size);
    if (rows.size() != draw::bytes_per_row(shape.r, image->depth()) * std::size_t(shape.r.dy())) return fail("bad picture");
    draw::load(*image, shape.r, rows);
    return draw::write_png(path, *image);
}

namespace {

Result<std::string> window_of(styx::Remote& display, const std::string& life)
{
    auto windows = TRY(display.list("wsys"));
    for (auto& w : windows) {
        auto owner = display.read("wsys/" + w.name + "/life");
        if (owner && owner->substr(0, owner->find('\n')).ends_with(life)) return w.name;
    }
    return fail(life + " has no window");
}

}  // namespace

Result<> write_window(const std::string& address, const std::string& life, const std::string& path, std::uint64_t msec)
{
    auto display = TRY(styx::Remote::dial(address, "", msec));
    auto window = TRY(window_of(*display, life));
    auto picture = TRY(display->read("wsys/" + window + "/window"));
    auto temporary = path + "~";
    DO(write_picture(picture, temporary));
    std::error_code bad;
    std::filesystem::rename(styx::path_of(temporary), styx::path_of(path), bad);
    if (bad) return fail("cannot write " + path + ": " + bad.message());
    return {};
}

}  // namespace session
