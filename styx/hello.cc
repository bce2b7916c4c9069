#include "styx/hello.h"

#include "styx/errors.h"
#include "styx/handlers.h"

#include <algorithm>
#include <charconv>

namespace styx {
namespace {
constexpr char prefix[] = "9P2000.hello";

bool number(const std::string& word, auto& n)
{
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
    return error == std::errc() && end == word.data() + word.size();
}

// Longer names than any life has would only fill the memory of a server.
bool is_name(std::string_view word)
{
    auto good = [](unsigned char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.'; };
    return !word.empty() && word.size() <= 64 && std::all_of(word.begin(), word.end(), good);
}
}  // namespace

std::string print(const Hello& h)
{
    return std::string(prefix) + " " + h.service + " " + h.life + " " + std::to_string(h.generation) + " " +
           std::to_string(h.mount) + " " + std::to_string(h.sent) + " " + std::to_string(h.received);
}

Result<Hello> parse_hello(std::string_view version)
{
    auto words = tokens(version);
    if (words.size() != 7 || words[0] != prefix) return fail("no hello");
    Hello h{words[1], words[2]};
    if (!is_name(h.service) || !is_name(h.life)) return fail("no hello");
    if (!number(words[3], h.generation) || !number(words[4], h.mount) || !number(words[5], h.sent) ||
        !number(words[6], h.received))
        return fail("no hello");
    return h;
}

std::string print(const Welcome& w)
{
    if (w.kind == Welcome::Kind::plain) return "9P2000";
    return std::string(prefix) + (w.kind == Welcome::Kind::resume ? " resume " : " cut ") + std::to_string(w.received);
}

Welcome parse_welcome(std::string_view version)
{
    auto words = tokens(version);
    Welcome w;
    if (words.size() != 3 || words[0] != prefix || !number(words[2], w.received)) return {};
    w.kind = words[1] == "resume" ? Welcome::Kind::resume : Welcome::Kind::cut;
    return w;
}

Verdict judge(const Known& known, const Hello& h)
{
    if (h.generation < known.generation) return Verdict::refuse;
    // A client that has sent less than arrived here, or has had answers that were never given, is an older image
    // or speaks of another server's time. What it sent and did not arrive, or was answered and got lost, is resent.
    bool positions_meet = h.sent >= known.received && h.received <= known.sent && h.received >= known.oldest_kept;
    return known.alive && positions_meet ? Verdict::resume : Verdict::cut;
}

}  // namespace styx
