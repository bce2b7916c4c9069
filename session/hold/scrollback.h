// What a terminal has shown: the last of it, and how much there has been. Bytes as the command wrote them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace session {

class Scrollback {
  public:
    static constexpr std::size_t most = 256 * 1024;  // bytes kept

    void append(std::string_view bytes);
    std::uint64_t total() const { return total_; }             // bytes ever; a position is a count from the first
    std::uint64_t first() const { return total_ - kept().size(); }  // position of the oldest byte kept
    // What is kept from a position on, at most `count` bytes; moves the position behind it. Bytes that are no more kept
    // are left out.
    std::string_view from(std::uint64_t& position, std::size_t count) const;
    std::shared_ptr<const std::string> snapshot();  // all that is kept, the same for all who ask until more comes

  private:
    std::string_view kept() const;
    std::string bytes_;  // up to twice `most`, so that the front is cut seldom
    std::uint64_t total_ = 0;
    std::shared_ptr<const std::string> snapshot_;
};

}  // namespace session
