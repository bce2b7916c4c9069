// What the system counts of a process.
#pragma once

#include <cstdint>
#include <string>

namespace bench {

struct Counts {
    std::uint64_t wake_ups = 0;   // of all its threads: they had waited, and ran
    double cpu_msec = 0;
    std::uint64_t written = 0;    // bytes sent to the disk
};
Counts counts_of(std::uint64_t pid);  // proc(5): task/N/status, task/N/schedstat, io
double pss_mb(std::uint64_t pid);     // smaps_rollup: what it shares is divided by who shares it

}  // namespace bench
