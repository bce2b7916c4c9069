#include "winserver/keyboard.h"

#include <algorithm>

namespace winserver {

std::string utf8(char32_t c)
{
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return {};
    if (c < 0x80) return {char(c)};
    int n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    std::string out;
    constexpr unsigned lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    out += char(lead[n] | c >> 6 * (n - 1));
    for (int i = n - 2; i >= 0; --i) out += char(0x80 | (c >> 6 * i & 0x3f));
    return out;
}

std::string Keyboard::message(char letter) const
{
    std::string out(1, letter);
    for (auto key : down_) out += utf8(key);
    return out;
}

std::string Keyboard::press(char32_t key)
{
    if (std::ranges::find(down_, key) == down_.end()) down_.push_back(key);
    return message('k');
}

std::string Keyboard::release(char32_t key)
{
    std::erase(down_, key);
    return message('K');
}

std::optional<std::string> Keyboard::release_all()
{
    if (down_.empty()) return {};
    down_.clear();
    return message('K');
}

std::optional<char32_t> Keyboard::typed(char32_t key, Ctrl ctrl)
{
    using namespace rune;
    constexpr char32_t silent[] = {alt, shift, ctl, alt_gr, caps, mod4};
    if (std::ranges::find(silent, key) != std::end(silent)) return {};
    constexpr char32_t edits[] = {backspace, tab, newline, escape, del};
    bool is_special = (key >= 0xf000 && key < 0xf900) || std::ranges::find(edits, key) != std::end(edits);
    if (is_special) return key;
    if (ctrl == Ctrl::down && key >= '@' && key < 0x80) return key & 0x1f;
    return {};
}

}  // namespace winserver
