// A process of a test's own, which it watches and ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tests {

class Child {
  public:
    // Of the environment, a variable with "" is not set. What it says is appended to the file `log`; "": goes nowhere.
    Child(const std::string& program, const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment = {}, const std::string& log = "");
    ~Child();  // -9
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    std::uint64_t pid() const;
    bool is_running();
    int wait();    // for its end; what it exited with
    void kill();   // -9; waits for its end

  private:
    struct State;
    std::unique_ptr<State> state_;
};

std::uint64_t own_pid();
std::size_t resident_bytes(std::uint64_t pid);

}  // namespace tests
