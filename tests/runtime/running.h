// The process of one life, run as the session does, and killed as nobody should.
#pragma once

#include "styx/remote.h"
#include "tests/child.h"
#include "tests/scratch.h"
#include "tests/within.h"

#include <functional>
#include <vector>

namespace tests {

class Running {
  public:
    Running(std::string module, std::vector<std::string> arguments, std::string id = "1ife0001");
    ~Running();

    const Scratch& scratch() const { return scratch_; }
    std::string life() const { return id_; }
    std::string directory() const { return scratch_.path + "/lives/" + id_; }
    std::string post(const std::string& service) const { return scratch_.unix(service); }
    void serve_files();                        // a host, whose files are the machine's
    void start(std::vector<std::string> more = {});  // of the newest image, if there is one; waits until it answers
    void start_and_fail();                     // waits for its end
    Result<> ctl(const std::string& line);
    std::string read(const std::string& file);
    std::string events() { return read("events"); }   // all so far
    std::string said();                        // on standard error, by all runs
    bool freeze();                             // and is gone
    void kill();                               // -9
    bool is_running();

  private:
    std::unique_ptr<Child> spawn(const std::vector<std::string>& words);
    Scratch scratch_;
    std::string id_;
    std::unique_ptr<Child> run_, host_;
};

}  // namespace tests
