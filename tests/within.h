// Waiting for what comes about by itself, on a machine that may be busy.
#pragma once

#include <chrono>
#include <cstdlib>
#include <functional>
#include <thread>

namespace tests {

// How many times as long things may take here: NINTH_PATIENCE, where the system is a slow likeness of itself.
inline int patience()
{
    static const char* value = std::getenv("NINTH_PATIENCE");
    return value ? std::atoi(value) : 1;
}

inline bool within(int msec, const std::function<bool()>& is_so)
{
    auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(msec) * patience();
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace tests
