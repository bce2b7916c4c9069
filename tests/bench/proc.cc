#include "proc.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace bench {
namespace {

// The number behind `key` in a file of lines `key: number`.
std::uint64_t number_in(const std::string& path, const std::string& key)
{
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string word;
        std::uint64_t n = 0;
        if (words >> word && word == key && words >> n) return n;
    }
    return 0;
}

}  // namespace

Counts counts_of(std::uint64_t pid)
{
    Counts c;
    auto of = "/proc/" + std::to_string(pid);
    std::error_code ignored;
    for (auto& thread : std::filesystem::directory_iterator(of + "/task", ignored)) {
        c.wake_ups += number_in(thread.path().string() + "/status", "voluntary_ctxt_switches:");
        double nanoseconds = 0;
        std::ifstream(thread.path().string() + "/schedstat") >> nanoseconds;
        c.cpu_msec += nanoseconds / 1e6;
    }
    c.written = number_in(of + "/io", "write_bytes:");
    return c;
}

double pss_mb(std::uint64_t pid) { return double(number_in("/proc/" + std::to_string(pid) + "/smaps_rollup", "Pss:")) / 1024; }

}  // namespace bench
