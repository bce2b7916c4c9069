// A desktop on one system or the other, spoken to by verbs alone: a test here cannot dial what wine posts.
#pragma once

#include "tests/child.h"
#include "tests/keys.h"
#include "tests/scratch.h"
#include "tests/shell.h"

namespace tests {

class Side {
  public:
    // emulator: what runs the program, or "". root: what the system calls the directory "/" of this one.
    Side(std::string emulator, std::string program, std::string root);
    ~Side();  // stops it

    Said ninth(const std::string& words);
    Said start(const std::string& words = "--headless 800x600");
    void stop();
    std::string open_gate();                       // its address
    std::string read(const std::string& service, const std::string& path);
    void type(const std::string& text);
    void drag(int x, int y, int to_x, int to_y);
    std::string picture(const std::string& name);  // a PNG of the screen once it has come to rest; its path
    bool shows(const std::string& life, const std::string& label);
    std::string state_of(const std::string& life);
    std::string said_by(const std::string& life) const { return contents(scratch_.path + "/run/life-" + life + ".log"); }
    std::string file(const std::string& name) const { return scratch_.path + "/files/" + name; }
    std::string state() const { return scratch_.path + "/state"; }

  private:
    void write(const std::string& service, const std::string& path, const std::string& text);
    std::string post(const std::string& service) const { return "'unix!" + root_ + scratch_.path + "/run/" + service + "'"; }
    std::map<std::string, std::string> environment() const;
    Scratch scratch_;
    std::string emulator_, program_, root_;
    std::unique_ptr<Child> gate_;
    bool runs_ = false;
};

// In how many pixels two PNGs differ; "0" for none.
std::string difference(const std::string& picture, const std::string& other);

}  // namespace tests
