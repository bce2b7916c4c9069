// Keys to the messages of kbd(3): which are down, and what they type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace winserver {

// Keys that type no character have these runes (9front's keyboard.h).
namespace rune {
inline constexpr char32_t backspace = 0x08, tab = 0x09, newline = 0x0a, escape = 0x1b, del = 0x7f;
inline constexpr char32_t f1 = 0xf001, f12 = 0xf00c, home = 0xf00d, up = 0xf00e, page_up = 0xf00f, print = 0xf010,
                          left = 0xf011, right = 0xf012, page_down = 0xf013, insert = 0xf014, alt = 0xf015,
                          shift = 0xf016, ctl = 0xf017, end = 0xf018, scroll = 0xf019, alt_gr = 0xf067, down = 0xf800,
                          caps = 0xf864, mod4 = 0xf868;
}  // namespace rune

std::string utf8(char32_t);  // empty if it is no rune

class Keyboard {
  public:
    std::string press(char32_t key);           // the k message; key is what it types without shift
    std::string release(char32_t key);         // the K message
    std::optional<std::string> release_all();  // a K message with no key, if any was down

    // What a key types without the host's help: itself for keys of no character and editing keys, the control code of a
    // letter with Ctrl; nothing for the others, which the host turns into text.
    enum class Ctrl { up, down };
    static std::optional<char32_t> typed(char32_t key, Ctrl);

  private:
    std::string message(char letter) const;
    std::vector<char32_t> down_;
};

}  // namespace winserver
