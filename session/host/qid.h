// How a file of the machine gets a qid from what its system says of it.
#pragma once

#include <cstdint>

namespace session {

// splitmix64: a bijection, so that files of one device cannot clash.
inline std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

// Of the time it was written last, in what units ever, and its length.
inline std::uint32_t qid_version(std::uint64_t written, std::uint64_t length)
{
    auto h = mixed(mixed(written) ^ length);
    return std::uint32_t(h ^ (h >> 32));
}

}  // namespace session
