#include "session/life_file.h"

#include "session/words.h"
#include "styx/handlers.h"

#include <algorithm>
#include <charconv>

namespace session {
namespace {

using styx::Names;

// One key. `get` gives its values, nothing if the line is not written; `put` takes them, and says what is wrong.
struct Row {
    std::string_view key;
    std::size_t least, most;  // how many values
    Names (*get)(const LifeFile&);
    Result<> (*put)(LifeFile&, Names);
};
constexpr std::size_t any = ~std::size_t(0);

Names one(const std::string& word) { return {word}; }
Names if_any(const std::string& word) { return word.empty() ? Names{} : Names{word}; }

Result<> take(std::string& to, Names& values)
{
    to = std::move(values[0]);
    return {};
}

Result<> take_name(std::string& to, Names& values)
{
    if (!is_file_name(values[0])) return fail("not a name: " + values[0]);
    return take(to, values);
}

Result<> take_desktop(std::string& to, Names& values)
{
    if (!is_id(values[0])) return fail("not a desktop: " + values[0]);
    return take(to, values);
}

Result<> take_number(std::uint64_t& to, const std::string& word)
{
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), to);
    if (error != std::errc() || end != word.data() + word.size()) return fail("not a number: " + word);
    return {};
}

Result<> take_state(State& to, const std::string& word)
{
    auto state = state_named(word);
    if (!state) return fail("no such state: " + word);
    to = *state;
    return {};
}

Result<> take_answer(bool& to, const std::string& word)
{
    if (word != "yes" && word != "no") return fail("neither yes nor no: " + word);
    to = word == "yes";
    return {};
}

Result<> take_place(std::vector<std::string>& to, Names values)
{
    if (!is_id(values[0])) return fail("not a desktop: " + values[0]);
    to = std::move(values);
    return {};
}

using L = LifeFile;
const Row rows[] = {
    {"name", 1, 1, [](const L& l) { return one(l.name); }, [](L& l, Names v) { return take_name(l.name, v); }},
    {"module", 1, 1, [](const L& l) { return one(l.module); }, [](L& l, Names v) { return take_name(l.module, v); }},
    {"arguments", 0, any, [](const L& l) { return l.arguments; },
     [](L& l, Names v) { return l.arguments = std::move(v), Result<>(); }},
    {"directory", 1, 1, [](const L& l) { return one(l.directory); }, [](L& l, Names v) { return take(l.directory, v); }},
    {"home", 1, 1, [](const L& l) { return if_any(l.home); }, [](L& l, Names v) { return take_desktop(l.home, v); }},
    {"home_address", 1, 1, [](const L& l) { return one(l.home_address); },
     [](L& l, Names v) { return take(l.home_address, v); }},
    {"created", 1, 1, [](const L& l) { return one(std::to_string(l.created)); },
     [](L& l, Names v) { return take_number(l.created, v[0]); }},
    {"state", 1, 1, [](const L& l) { return one(std::string(name(l.state))); },
     [](L& l, Names v) { return take_state(l.state, v[0]); }},
    {"open", 1, 1, [](const L& l) { return one(l.is_open ? "yes" : "no"); },
     [](L& l, Names v) { return take_answer(l.is_open, v[0]); }},
    {"images", 1, 1, [](const L& l) { return l.has_images ? one("yes") : Names{}; },
     [](L& l, Names v) { return take_answer(l.has_images, v[0]); }},
    {"place", 1, 2, [](const L& l) { return l.place; }, [](L& l, Names v) { return take_place(l.place, std::move(v)); }},
    {"reason", 1, 1, [](const L& l) { return if_any(l.reason); }, [](L& l, Names v) { return take(l.reason, v); }},
};

std::string wanted(const Row& row)
{
    if (row.most == 1) return "it wants one word";
    return "it wants " + std::to_string(row.least) + " or " + std::to_string(row.most) + " words";
}

Result<> take_line(LifeFile& file, std::vector<std::string_view>& seen, std::string_view line)
{
    auto words = styx::tokens(line);
    if (words.empty()) return {};
    auto row = std::ranges::find(rows, std::string_view(words[0]), &Row::key);
    if (row == std::end(rows)) return file.others.push_back(std::move(words)), Result<>();
    if (std::ranges::find(seen, row->key) != seen.end()) return fail("said twice: " + words[0]);
    seen.push_back(row->key);
    words.erase(words.begin());
    if (words.size() < row->least || words.size() > row->most) return fail(wanted(*row));
    return row->put(file, std::move(words));
}

}  // namespace

std::string print(const LifeFile& file)
{
    std::string text;
    for (auto& row : rows) {
        auto values = row.get(file);
        if (values.size() < row.least) continue;
        values.insert(values.begin(), std::string(row.key));
        text += line_of(values) + "\n";
    }
    for (auto& words : file.others) text += line_of(words) + "\n";
    return text;
}

Result<LifeFile> parse_life_file(std::string_view text)
{
    if (text.size() > most_life_file) return fail("its life file is too large");
    LifeFile file;
    std::vector<std::string_view> seen;
    std::size_t number = 0;
    for (auto line : lines_of(text)) {
        ++number;
        if (auto taken = take_line(file, seen, line); !taken)
            return fail("line " + std::to_string(number) + " of its life file: " + taken.error().text);
    }
    if (file.name.empty()) return fail("its life file has no name");
    if (file.module.empty()) return fail("its life file has no module");
    return file;
}

}  // namespace session
