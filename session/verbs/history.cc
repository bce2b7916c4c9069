// Looking back and going back.
#include "session/verbs/desk.h"
#include "session/words.h"
#include "styx/handlers.h"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace session::verbs {
namespace {

std::uint64_t wall_clock()  // ms since 1970, UTC
{
    using namespace std::chrono;
    return std::uint64_t(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

bool number(std::string_view word, auto& n)
{
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
    return error == std::errc() && end == word.data() + word.size();
}

// A line of a life's history: sequence generation time cause bytes kind wholeness (listing.h).
struct Moment {
    std::string sequence, cause, bytes, wholeness;
    std::uint64_t time = 0;
};

Result<std::vector<Moment>> moments(Desk& desk, const Listed& life)
{
    std::vector<Moment> all;
    auto text = TRY(desk.session->read("lives/" + life.id + "/history"));
    for (auto line : lines_of(text)) {
        auto w = styx::tokens(line);
        Moment m;
        if (w.size() != 7 || !number(w[2], m.time)) return fail("bad history");
        m.sequence = w[0], m.cause = w[3], m.bytes = w[4], m.wholeness = w[6];
        all.push_back(m);
    }
    return all;
}

std::string line_of(const Moment& m)
{
    char line[160], when[32];
    auto seconds = std::time_t(m.time / 1000);
    std::strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", std::localtime(&seconds));
    std::snprintf(line, sizeof line, "%6s  %s  %6s  %-10s", m.sequence.c_str(), when, size_text(m.bytes).c_str(), m.cause.c_str());
    std::string text = line;
    text.resize(text.find_last_not_of(' ') + 1);
    return text + (m.wholeness == "whole" ? "\n" : "  damaged\n");
}

Result<> show(std::string_view word)
{
    auto desk = TRY(Desk::find());
    auto life = TRY(desk.choose(word));
    std::string text;
    for (auto& m : TRY(moments(desk, life))) text += line_of(m);
    return put(text);
}

Result<std::string> sequence_then(Desk& desk, const Listed& life, double seconds)
{
    auto then = wall_clock() - std::uint64_t(seconds * 1000);
    std::string found;
    for (auto& m : TRY(moments(desk, life)))
        if (m.time <= then && m.wholeness == "whole") found = m.sequence;
    if (found.empty()) return fail(life.id + " has no image that old");
    return found;
}

// One that has ended is not in the list; its whole id still leads to it.
Result<Listed> choose_or_bring_back(Desk& desk, std::string_view word)
{
    auto life = desk.choose(word);
    if (life || !is_id(word)) return life;
    if (auto brought = desk.command("ctl", {"unend", std::string(word)}); !brought) return fail(life.error());
    return Listed{std::string(word), "", "ended", "-", "-", ""};
}

Result<> go_back(Arguments arguments)
{
    auto desk = TRY(Desk::find());
    auto life = TRY(choose_or_bring_back(desk, arguments[0]));
    double seconds = 0;
    if (arguments.size() == 3 && (!number(arguments[2], seconds) || seconds < 0 || seconds > 1e12))
        return fail("not a number of seconds: " + std::string(arguments[2]));
    styx::Names command{"restore"};
    if (arguments.size() == 2) command.emplace_back(arguments[1]);
    if (arguments.size() == 3) command.push_back(TRY(sequence_then(desk, life, seconds)));
    if (arguments.size() == 1 && life.state == "ended") command = {"thaw"};  // as it was when it ended
    return put(TRY(desk.command_to(life, command)));
}

}  // namespace

int history(Arguments arguments)
{
    if (arguments.size() != 1) return usage("history LIFE");
    return answer("history", show(arguments[0]));
}

int restore(Arguments arguments)
{
    bool is_right = arguments.size() == 1 || (arguments.size() == 2 && arguments[1] != "-t") ||
                    (arguments.size() == 3 && arguments[1] == "-t");
    if (!is_right) return usage("restore LIFE [SEQUENCE | -t SECONDS_AGO]");
    return answer("restore", go_back(arguments));
}

}  // namespace session::verbs
