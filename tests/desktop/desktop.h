// A whole headless desktop of a test's own: what a hand does, what an eye sees, what a power cut does.
#pragma once

#include "tests/child.h"
#include "tests/keys.h"
#include "tests/scratch.h"
#include "tests/shell.h"
#include "tests/within.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace tests {

class Desktop {
  public:
    Desktop();
    ~Desktop();  // ends all of it

    std::string guests;                      // where programs are; empty: those that were built
    std::string assets;                      // where the fonts and the name space are; empty: the project's
    Said start(const std::string& size = "800x600");  // ninth --headless
    std::string logs() const;                // what its services wrote
    Said ninth(const std::string& words);    // a verb, as a shell has it, begun in files()
    Said ninth_with(std::map<std::string, std::string> variables, const std::string& words);
    std::unique_ptr<Child> stays(const std::vector<std::string>& words, const std::string& log = "");  // a verb that does not end
    std::string open(const std::string& words);  // its id
    std::string file(const std::string& name) const { return files() + "/" + name; }
    std::string name(const std::string& file_name) const;  // of it, inside a program
    std::string files() const { return scratch_.path + "/files"; }
    std::string run() const { return scratch_.path + "/run"; }
    std::string state() const { return scratch_.path + "/state"; }
    std::string post(const std::string& service) const { return "unix!" + scratch_.path + "/run/" + service; }

    std::string read(const std::string& service, const std::string& path);  // or its error, after "error: "
    std::string write(const std::string& service, const std::string& path, const std::string& text);  // "" or its error
    void type(const std::string& text);      // to the current window; returns when it has been handed over
    void click(int x, int y);
    void drag(int x, int y, int to_x, int to_y);
    void wheel(int x, int y, int notches);   // down; up if below 0
    std::string picture();                   // of the screen, a PNG, once it has come to rest
    std::string state_of(const std::string& life);    // the first word of its state
    std::string said_by(const std::string& life);     // on its standard error
    std::string label_of(const std::string& life);    // of its window; "" where it has none
    bool shows(const std::string& life, const std::string& label, int msec = 1000);  // within that time
    std::string area_of(const std::string& life);     // four numbers
    std::map<std::string, std::uint64_t> pids();  // of all services that answer, by the name of their post
    void kill(const std::string& service);   // -9
    void kill_all();                         // at once

  private:
    std::map<std::string, std::string> variables(std::map<std::string, std::string> more) const;
    std::vector<std::uint64_t> runs();
    std::string window_of(const std::string& life);
    Scratch scratch_;
};

}  // namespace tests
