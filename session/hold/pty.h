// A command on a terminal of its own.
#pragma once

#include "styx/result.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace session {

struct TerminalSize {
    int columns = 80, rows = 24;  // 1 to 9999
};

class Pty {
  public:
    // Runs the command, its first word looked up in PATH, in a session whose terminal this is. To be called before any
    // thread is made. On Windows a pseudo console (1809 on). Errors: "cannot run WORD: reason", "no terminal: reason". environment: NAME=value, besides what
    // this process has.
    static Result<std::unique_ptr<Pty>> start(const std::vector<std::string>& command, TerminalSize,
                                              const std::vector<std::string>& environment);
    ~Pty();  // hangs the terminal up, and so ends most commands
    Pty(const Pty&) = delete;
    Pty& operator=(const Pty&) = delete;

    int pid() const;
    Result<> resize(TerminalSize);
    Result<std::size_t> write_some(std::string_view typed);  // how much was taken; never blocks
    Result<std::intptr_t> output() const;                    // for Loop::stream
    // Blocks until the command has ended: its exit code, or 128 and its signal as in sh. For another thread; once.
    static int wait(int pid);

    // To the command and to what it runs in the foreground. Errors: the system's reason.
    Result<> interrupt();
    Result<> hangup();
    Result<> kill();

  private:
    struct State;
    explicit Pty(std::unique_ptr<State>);
    std::unique_ptr<State> state_;
};

}  // namespace session
