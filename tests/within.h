// Waiting for what comes about by itself, on a machine that may be busy.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace tests {

inline bool within(int msec, const std::function<bool()>& is_so)
{
    auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(msec);
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace tests
