// Numbers and counted strings in little-endian byte strings: the only way anything is stored or sent.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace styx {

// Appends to a string.
struct Writer {
    std::string out;

    template <std::integral N> void number(N n)
    {
        auto bits = std::make_unsigned_t<N>(n);
        char bytes[sizeof n];
        for (std::size_t i = 0; i < sizeof n; ++i) bytes[i] = char(bits >> (8 * i) & 0xff);
        out.append(bytes, sizeof n);
    }
    void u8(std::uint8_t n) { out += char(n); }
    void u16(std::uint16_t n) { number(n); }
    void u32(std::uint32_t n) { number(n); }
    void u64(std::uint64_t n) { number(n); }
    void i32(std::int32_t n) { number(n); }
    void bytes(std::string_view s) { out += s; }
    void text16(std::string_view s)  // n[2] s[n]; what is beyond 65535 bytes is left out, so that what follows stays readable
    {
        s = s.substr(0, 0xffff);
        u16(std::uint16_t(s.size()));
        out += s;
    }
    void text32(std::string_view s) { u32(std::uint32_t(s.size())); out += s; }  // n[4] s[n]
};

// Takes from the front of a string. `bad` is sticky: once a count leaves the string, every later
// field reads as zero or empty, so only the end of a run of fields needs a check.
struct Reader {
    std::string_view in;
    bool bad = false;

    std::string_view bytes(std::size_t n)
    {
        if (bad || n > in.size()) {
            bad = true;
            return {};
        }
        auto head = in.substr(0, n);
        in.remove_prefix(n);
        return head;
    }
    template <std::integral N> N number()
    {
        std::make_unsigned_t<N> n = 0;
        unsigned shift = 0;
        for (unsigned char c : bytes(sizeof n)) {
            n = std::make_unsigned_t<N>(n | std::make_unsigned_t<N>(c) << shift);
            shift += 8;
        }
        return N(n);
    }
    std::uint8_t u8() { return number<std::uint8_t>(); }
    std::uint16_t u16() { return number<std::uint16_t>(); }
    std::uint32_t u32() { return number<std::uint32_t>(); }
    std::uint64_t u64() { return number<std::uint64_t>(); }
    std::int32_t i32() { return number<std::int32_t>(); }
    std::string_view text16() { return bytes(u16()); }
    std::string_view text32() { return bytes(u32()); }
    bool ended() const { return !bad && in.empty(); }
};

}  // namespace styx
