#include "session/verbs/desk.h"

#include "session/words.h"

#include <charconv>
#include <cstdio>

namespace session::verbs {

Result<Desk> Desk::find(std::uint64_t msec)
{
    styx::ignore_broken_pipes();
    Desk desk;
    desk.places = TRY(styx::Places::find());
    auto session = styx::Remote::dial(desk.places.session, "", msec);
    if (!session) return fail("no desktop is running here (" + desk.places.session + " does not answer): start one with ninth");
    desk.session = std::move(*session);
    return desk;
}

Result<std::vector<Listed>> Desk::list()
{
    auto text = TRY(session->read("list"));
    return parse_list(text);
}

Result<Listed> Desk::choose(std::string_view word)
{
    auto lives = TRY(list());
    return session::choose(lives, word);
}

Result<std::string> Desk::command(const std::string& ctl, const styx::Names& words)
{
    auto file = TRY(session->open(ctl, styx::ORDWR));
    auto line = line_of(words) + "\n";
    if (line.size() > file.iounit) return fail("the command is too long");
    (void)TRY(session->write(file, 0, line));
    auto said = TRY(session->read(file, 0, file.iounit));
    session->close(file);
    // Without an answer the file tells its commands.
    return said.find('\t') == std::string::npos ? said : "";
}

Result<std::string> Desk::command_to(const Listed& life, const styx::Names& words)
{
    return command("lives/" + life.id + "/ctl", words);
}

int answer(std::string_view verb, const Result<>& result)
{
    if (result) return 0;
    std::fprintf(stderr, "ninth%s%.*s: %s\n", verb.empty() ? "" : " ", int(verb.size()), verb.data(), result.error().text.c_str());
    return 1;
}

int usage(std::string_view text)
{
    std::fprintf(stderr, "usage: ninth %.*s\n", int(text.size()), text.data());
    return 2;
}

Result<> put(std::string_view text)
{
    bool is_out = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!is_out) return fail("cannot write to standard output");
    return {};
}

namespace {

bool number(const std::string& word, double& n)
{
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
    return error == std::errc() && end == word.data() + word.size();
}

struct Unit {
    double least;  // from this on it is used
    const char* format;
};

std::string with_unit(double n, std::span<const Unit> units)
{
    auto unit = units.begin();
    while (n < unit->least) ++unit;
    char text[32];
    std::snprintf(text, sizeof text, unit->format, n / (unit->least > 0 ? unit->least : 1));
    return text;
}

}  // namespace

std::string age_text(const std::string& msec)
{
    constexpr Unit units[] = {{86'400, "%.0fd"}, {3'600, "%.0fh"}, {60, "%.0fm"}, {10, ""}, {0, "%.1fs"}};
    double n = 0;
    if (!number(msec, n)) return "-";
    char text[32];
    n /= 1000;
    if (n >= 10 && n < 60) return std::snprintf(text, sizeof text, "%.0fs", n), text;
    return with_unit(n, units);
}

std::string size_text(const std::string& bytes)
{
    constexpr Unit units[] = {{1 << 30, "%.1fG"}, {1 << 20, "%.1fM"}, {1 << 10, "%.0fK"}, {0, "%.0f"}};
    double n = 0;
    return number(bytes, n) ? with_unit(n, units) : "-";
}

}  // namespace session::verbs
