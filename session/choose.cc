#include "session/choose.h"

#include "session/words.h"
#include "styx/handlers.h"

#include <algorithm>

namespace session {
namespace {

std::string candidates(const std::vector<Listed>& lives, std::string_view between)
{
    std::string text;
    for (auto& l : lives) text += (text.empty() ? "" : std::string(between)) + l.id + " " + l.name;
    return text;
}

std::vector<Listed> those(const std::vector<Listed>& lives, auto&& is_meant)
{
    std::vector<Listed> found;
    std::ranges::copy_if(lives, std::back_inserter(found), is_meant);
    return found;
}

}  // namespace

std::string print(const std::vector<Listed>& lives)
{
    std::string text;
    for (auto& l : lives) text += line_of({l.id, l.name, l.state, l.memory, l.age, l.detail}) + "\n";
    return text;
}

Result<std::vector<Listed>> parse_list(std::string_view text)
{
    std::vector<Listed> lives;
    for (auto line : lines_of(text)) {
        auto w = styx::tokens(line);
        if (w.size() != 6) return fail("bad list of lives");
        lives.push_back({w[0], w[1], w[2], w[3], w[4], w[5]});
    }
    return lives;
}

Result<Listed> choose(const std::vector<Listed>& lives, std::string_view word)
{
    if (lives.empty()) return fail("nothing is open");
    auto found = those(lives, [&](auto& l) { return l.id == word; });
    if (found.empty()) found = those(lives, [&](auto& l) { return l.name == word || (!word.empty() && l.id.starts_with(word)); });
    if (found.size() == 1) return found[0];
    if (found.empty()) return fail("no life is called " + std::string(word) + "; there are: " + candidates(lives, ", "));
    return fail(std::string(word) + " may be " + candidates(found, " or "));
}

}  // namespace session
