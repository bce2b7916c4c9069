// A peer that does as the test says, below 9P.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tests {

class RawPeer {
  public:
    explicit RawPeer(const std::string& address);  // unix!path or tcp!127.0.0.1!port
    ~RawPeer();
    RawPeer(const RawPeer&) = delete;
    RawPeer& operator=(const RawPeer&) = delete;
    std::size_t put(std::string_view bytes);  // how much was taken; never waits
    std::string get();                        // what is there; never waits

  private:
    std::intptr_t handle_ = -1;
    bool is_socket_ = true;
};

}  // namespace tests
