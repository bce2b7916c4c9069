// Bytes that are changed in one place for a while: there is a gap there, and a change costs what it changes. Somewhere
// else, the bytes between the two places move.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kit {

class Gap {
  public:
    explicit Gap(std::string bytes = {}) : bytes_(std::move(bytes)), at_(bytes_.size()), end_(at_) {}

    std::size_t size() const { return bytes_.size() - (end_ - at_); }
    char operator[](std::size_t i) const { return bytes_[i < at_ ? i : i + (end_ - at_)]; }
    std::string piece(std::size_t from, std::size_t to) const;       // max excluded
    std::size_t find(char, std::size_t from, std::size_t to) const;  // `to` if there is none
    // Changes the n bytes from `at` on into others.
    void replace(std::size_t at, std::size_t n, std::string_view with);

  private:
    void move(std::size_t at);
    void widen(std::size_t least);
    std::string bytes_;          // with the gap from at_ to end_
    std::size_t at_ = 0, end_ = 0;
};

}  // namespace kit
