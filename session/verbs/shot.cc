#include "draw/png.h"
#include "session/verbs/desk.h"
#include "styx/handlers.h"

#include <charconv>

namespace session::verbs {
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

Result<> take(const std::string& path)
{
    styx::ignore_broken_pipes();
    auto places = TRY(styx::Places::find());
    auto display = styx::Remote::dial(places.display);
    if (!display) return fail("no display answers at " + places.display + ": start one with ninth");
    return write_picture(TRY((*display)->read("screen")), path);
}

}  // namespace

int shot(Arguments arguments)
{
    if (arguments.size() != 1) return usage("shot FILE.png");
    return answer("shot", take(std::string(arguments[0])));
}

}  // namespace session::verbs
