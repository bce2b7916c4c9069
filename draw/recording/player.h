// Plays the program's side of a recording to an engine, and compares the answers.
#pragma once

#include "draw/engine.h"
#include "draw/recording/recording.h"

#include <optional>

namespace draw {

class Player {
  public:
    // The connection's number and the dots per inch are what the recording was answered.
    explicit Player(const std::vector<Record>& records);

    // Plays one record. Error: `bad screen …` for a Z that makes none.
    Result<> play(const Record&);
    // After the last one.
    void end() { settle(); }

    int answers() const { return answers_; }      // that were compared: reads, and writes that were taken or refused
    int differing() const { return differing_; }  // of those
    const std::string& first_difference() const { return first_difference_; }
    const Image* screen() const { return screen_.get(); }
    const Engine& engine() const { return engine_; }

  private:
    void compare(bool same, std::string what);
    void settle();
    Result<> resize(const Record&);
    void write(const Record&);
    void read(const Record&);
    void refuse(const Record&);

    HeapArena arena_;
    Engine engine_;
    Watcher watcher_;
    std::shared_ptr<Image> screen_;
    std::optional<Result<>> written_;  // the outcome of the last W, until it is known whether it was refused
    int answers_ = 0, differing_ = 0, record_ = 0;
    std::string first_difference_;
};

}  // namespace draw
