#include "layers.h"

#include "rules.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <sstream>

namespace layers {
namespace {

using Say = std::function<void(int line, const std::string& name)>;

bool fits(std::string_view text, std::string_view pattern)
{
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '*') return fits(text, pattern.substr(1)) || (!text.empty() && fits(text.substr(1), pattern));
    return !text.empty() && text[0] == pattern[0] && fits(text.substr(1), pattern.substr(1));
}

bool fits_any(std::string_view text, std::string_view patterns)
{
    std::istringstream words{std::string(patterns)};
    for (std::string word; words >> word;)
        if (fits(text, word)) return true;
    return false;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

bool may_stand(const std::string& name, const std::string& file, const Rule& rule)
{
    return fits_any(file, rule.files) || (rule.files == "(its_own_folder)" && folder_of(name) == folder_of(file));
}

const Rule* rule_of(const std::string& name)
{
    auto row = std::ranges::find_if(rules, [&](const Rule& r) { return fits_any(name, r.names); });
    return row == std::end(rules) ? nullptr : row;
}

bool is_in_a_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// The text behind `#word` if the line is such a directive.
bool is_directive(const std::string& line, std::string_view word, std::string& rest)
{
    auto at = line.find_first_not_of(" \t");
    if (at == line.npos || line[at] != '#') return false;
    at = line.find_first_not_of(" \t", at + 1);
    if (at == line.npos || line.compare(at, word.size(), word) != 0) return false;
    rest = line.substr(at + word.size());
    return true;
}

std::string without_comment(const std::string& line, std::string_view mark) { return line.substr(0, line.find(mark)); }

void include_names(int number, const std::string& rest, const Say& say)
{
    auto from = rest.find_first_of("\"<");
    if (from == rest.npos) {  // by a macro, as FreeType has it
        std::istringstream word(rest);
        std::string macro;
        if (word >> macro) say(number, "<" + macro + ">");
        return;
    }
    auto to = rest.find(rest[from] == '<' ? '>' : '"', from + 1);
    if (to == rest.npos) return;
    auto name = rest.substr(from + 1, to - from - 1);
    say(number, rest[from] == '<' ? "<" + name + ">" : name);
}

void condition_names(int number, const std::string& rest, const Say& say)
{
    for (std::size_t i = 0; i < rest.size();) {
        auto end = i;
        while (end < rest.size() && is_in_a_word(rest[end])) ++end;
        if (end > i) say(number, "#if_" + rest.substr(i, end - i));
        i = std::max(end, i + 1);
    }
}

void names_in_code(const std::string& text, const Say& say)
{
    std::istringstream in(text);
    std::string line, rest;
    for (int number = 1; std::getline(in, line); ++number) {
        auto first = number;
        for (std::string more; line.ends_with('\\') && std::getline(in, more); ++number) line.back() = ' ', line += more;
        line = without_comment(line, "//");
        if (is_directive(line, "include", rest)) include_names(first, rest, say);
        else if (is_directive(line, "if", rest) || is_directive(line, "elif", rest)) condition_names(first, rest, say);
    }
}

// A command and its words, which may stand on several lines.
struct Command {
    int line = 0;
    std::string name;
    std::vector<std::string> words;
};

std::vector<Command> commands(const std::string& text)
{
    std::vector<Command> all;
    std::istringstream in(text);
    std::string line, word;
    int depth = 0, number = 0;
    auto end_word = [&] {
        if (word.empty()) return;
        if (depth == 0) all.push_back({number, word, {}});
        else if (!all.empty()) all.back().words.push_back(word);
        word.clear();
    };
    while (std::getline(in, line)) {
        ++number;
        for (char c : without_comment(line, "#") + "\n") {
            if (std::isspace(static_cast<unsigned char>(c)) || c == '(' || c == ')') end_word();
            else word += c;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
    }
    return all;
}

void add_targets(const std::string& text, std::set<std::string>& targets)
{
    for (auto& c : commands(text))
        if ((c.name == "add_library" || c.name == "add_executable") && !c.words.empty()) targets.insert(c.words[0]);
}

void names_in_build(const std::string& text, const std::set<std::string>& targets, const Say& say)
{
    const std::set<std::string> no_names = {"PUBLIC", "PRIVATE", "INTERFACE"};
    for (auto& c : commands(text)) {
        auto name = c.name;
        std::ranges::transform(name, name.begin(), [](unsigned char l) { return char(std::tolower(l)); });
        say(c.line, "cmake_" + name);
        if (name != "target_link_libraries") continue;
        for (auto& word : c.words)
            if (&word != &c.words[0] && !no_names.contains(word) && !targets.contains(word) && !word.starts_with("${"))
                say(c.line, "link_" + word);
    }
}

bool is_build(const std::string& path) { return path.ends_with("CMakeLists.txt") || path.ends_with(".cmake"); }

std::string ours(const Tree& tree, const std::string& file, const std::string& name)
{
    return tree.contains(folder_of(file) + name) ? folder_of(file) + name : name;
}

}  // namespace

Tree read_tree(const std::filesystem::path& root)
{
    Tree tree;
    auto add = [&](const std::filesystem::path& path) {
        std::ifstream in(path, std::ios::binary);
        tree[path.lexically_relative(root).generic_string()] = {std::istreambuf_iterator<char>(in), {}};
    };
    add(root / "CMakeLists.txt");
    for (auto folder : {"styx", "draw", "winserver", "runtime", "session", "apps", "ninth", "cmake", "tests"})
        for (auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            auto name = entry.path().filename().string(), suffix = entry.path().extension().string();
            bool is_code = suffix == ".cc" || suffix == ".c" || suffix == ".h";
            if (is_build(name) || (is_code && folder != std::string_view("tests"))) add(entry.path());
        }
    return tree;
}

std::vector<std::string> complaints(const Tree& tree)
{
    std::set<std::string> targets;
    for (auto& [path, text] : tree)
        if (is_build(path)) add_targets(text, targets);

    std::vector<std::string> all;
    for (auto& [path, text] : tree) {
        auto say = [&](int line, const std::string& written) {
            auto name = ours(tree, path, written);
            auto* rule = rule_of(name);
            if (rule && !may_stand(name, path, *rule))
                all.push_back(path + ":" + std::to_string(line) + ": " + name + " may not stand here: " + std::string(rule->why));
            if (!rule && name.ends_with(".h"))
                all.push_back(path + ":" + std::to_string(line) + ": " + name + " is no header from the root");
        };
        if (is_build(path)) names_in_build(text, targets, say);
        else names_in_code(text, say);
    }
    return all;
}

}  // namespace layers
