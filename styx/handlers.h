// Handlers for the usual kinds of synthetic file: text, value, ctl, event.
#pragma once

#include "styx/tree.h"

#include <deque>

namespace styx {

Read text(std::function<std::string()> get);                     // the whole text, sliced by offset
Write set(std::function<Result<>(std::string_view)> put);        // one write, one value; a last newline is dropped

// One verb of a ctl file. The row gives parsing, help and the error texts.
struct Verb {
    std::string name;
    std::string arguments;  // their names, for help: "dx dy"; a last "…" takes any number more, "name?" may be left out
    std::function<Result<>(const Names&)> run;
    std::string help;
};
// "verb argument ..." one command a line; 'quoted words' as in rc. An empty line is nothing.
Write ctl(std::vector<Verb> verbs);
Result<> run_verb(const std::vector<Verb>& verbs, std::string_view line);
std::string usage(const std::vector<Verb>& verbs);  // a line for each: "name arguments    help"
Names tokens(std::string_view line);                // words, with rc's quotes taken off
Names quoted_lines(std::string_view text);          // cut at the newlines that are not within quotes; the last needs none

// A file whose reads wait for the next event. Events that nobody has read yet are kept, up to a bound:
// beyond it the oldest goes.
class Events {
  public:
    explicit Events(std::size_t most = 4096) : most_(most) {}
    void post(std::string event);   // to the oldest waiting read, or kept for the next
    void read(ReadRequest r);
    bool has_reader();              // someone waits now
    const std::deque<std::string>& kept() const { return kept_; }
    void clear() { kept_.clear(); }

  private:
    void settle();
    std::size_t most_;
    std::deque<ReadRequest> waiting_;
    std::deque<std::string> kept_;
};

}  // namespace styx
