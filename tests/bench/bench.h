// What every bench is made of: a table of rows, each a measurement beside a peer or a physical limit that was measured in
// the same run, so that a slow or a busy machine falls on both.
//
//   bench [NAME…]     those, or all; --help lists them
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace bench {

struct Goal {
    enum class Of { none, measured_at_most, ratio_at_least, ratio_at_most } of = Of::none;
    double n = 0;
};
inline Goal at_most(double n) { return {Goal::Of::measured_at_most, n}; }
inline Goal ratio_at_least(double n) { return {Goal::Of::ratio_at_least, n}; }
inline Goal ratio_at_most(double n) { return {Goal::Of::ratio_at_most, n}; }

struct Row {
    std::string what;
    double measured = 0;
    std::string unit;       // of both
    std::string peer_name;  // empty: there is none
    double peer = 0;
    Goal goal;
};
void print(const Row&);
void note(const std::string& text);  // a line between the rows

double median(std::vector<double>);
double percentile(std::vector<double>, double percent);

class Stopwatch {
  public:
    double msec() const
    {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};
void sleep_msec(int);

// ---- the benches ----
void drawing();
void text();
void fairness();
void rpc();
void checkpoint();
void start();
void keys();
void typing();
void memory();
void idle();

}  // namespace bench
