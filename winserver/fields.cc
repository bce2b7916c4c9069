#include "winserver/fields.h"

#include <charconv>
#include <cstdio>

namespace winserver {

std::string fields(std::initializer_list<int> numbers)
{
    std::string out;
    char text[16];
    for (int n : numbers) {
        std::snprintf(text, sizeof text, "%11d ", n);
        out += text;
    }
    return out;
}

std::string field(std::string_view word)
{
    std::string out(word.size() < 11 ? 11 - word.size() : 0, ' ');
    return out.append(word) + ' ';
}

std::string image_text(const draw::Image& image)
{
    const draw::Rect r = image.r();
    image.arena().did(image.bytes());
    return field(draw::print(image.chan())) + fields({r.min.x, r.min.y, r.max.x, r.max.y}) + draw::unload(image, r);
}

namespace {
template <class N> Result<N> parse(std::string_view word)
{
    N n = 0;
    auto digits = word.starts_with('+') ? word.substr(1) : word;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return fail("not a number: " + std::string(word));
    return n;
}
}  // namespace

Result<int> number(std::string_view word) { return parse<int>(word); }
Result<std::uint64_t> long_number(std::string_view word) { return parse<std::uint64_t>(word); }

std::string scale_text(double scale)
{
    char text[32];
    std::snprintf(text, sizeof text, "%g", scale);
    return text;
}

std::string rc_quote(std::string_view word)
{
    std::string out = "'";
    for (char c : word) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out + '\'';
}

Result<styx::Names> runes(std::string_view text)
{
    styx::Names out;
    while (!text.empty()) {
        auto c = static_cast<unsigned char>(text[0]);
        std::size_t n = c < 0x80                ? 1
                        : c >= 0xc2 && c < 0xe0 ? 2
                        : c >= 0xe0 && c < 0xf0 ? 3
                        : c >= 0xf0 && c < 0xf5 ? 4
                                                : 0;
        bool whole = n != 0 && n <= text.size();
        for (std::size_t i = 1; whole && i < n; ++i) whole = (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80;
        if (!whole) return fail("bad utf-8");
        out.emplace_back(text.substr(0, n));
        text.remove_prefix(n);
    }
    return out;
}

}  // namespace winserver
