// Processes that nobody owns: started so that the end of whoever started them is nothing to them.
#pragma once

#include "styx/result.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace session {

// A process that was started, to be asked about; letting go of it is nothing to the process.
class Spawned {
  public:
    Spawned() = default;  // none
    explicit Spawned(std::intptr_t handle) : handle_(handle) {}
    Spawned(Spawned&& other) noexcept : handle_(std::exchange(other.handle_, none)) {}
    Spawned& operator=(Spawned&& other) noexcept { return std::swap(handle_, other.handle_), *this; }
    ~Spawned();

    bool is_alive() const;

  private:
    static constexpr std::intptr_t none = -1;
    std::intptr_t handle_ = none;  // posix: a pidfd; Windows: a process handle
};

// Runs the program in a session of its own, a child of nobody here: standard input reads nothing, output and errors are
// appended to the file `log` (0600; "" for nowhere), no other file stays open, signals are as a shell has them.
// Blocks until the program has begun. Errors: "cannot start PROGRAM: reason", "cannot write LOG: reason".
Result<Spawned> spawn_detached(const std::string& program, const std::vector<std::string>& arguments, const std::string& log);

}  // namespace session
