// Names of files that are being written beside those whose place they will take: .NAME.ninth~PID-BIRTH-N, where BIRTH tells
// apart processes that had the same pid. What a dead process has left is known by its name, and removed.
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace session {

// Any thread.
class Temporaries {
  public:
    Temporaries();
    std::string name_for(const std::string& file);  // at most 255 bytes, NAME cut if need be
    static bool is_one(std::string_view name);
    // Removes it if who made it is dead; true if it is gone.
    bool remove_stale(const std::string& directory, const std::string& name);
    void sweep(const std::string& directory);  // removes all stale ones there, the first time this directory is met

  private:
    bool is_alive(std::string_view name) const;
    std::uint32_t birth_;
    std::mutex lock_;
    std::uint64_t made_ = 0;         // under lock_
    std::set<std::string> swept_;    // under lock_
};

// Of the system, in temporaries_posix.cc and its fellow.
long own_process();
bool is_running(long pid);                  // or cannot be told
bool is_being_made(const std::string& path);  // whose making is over lets its lock go, whatever namespace its pid is of

}  // namespace session
