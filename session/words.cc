#include "session/words.h"

#include <algorithm>

namespace session {
namespace {
bool is_plain(char c) { return static_cast<unsigned char>(c) > ' ' && c != '\'' && c != 0x7f; }
constexpr std::size_t longest_name = 64;  // bytes; also what a hello's names may have (hello.h)
}  // namespace

std::string quoted(std::string_view word)
{
    if (!word.empty() && std::ranges::all_of(word, is_plain)) return std::string(word);
    std::string out = "'";
    for (char c : word) {
        if (c == '\'') out += c;
        out += c;
    }
    return out + "'";
}

std::string line_of(const styx::Names& words)
{
    std::string line;
    for (auto& word : words) line += (line.empty() ? "" : " ") + quoted(word);
    return line;
}

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    bool is_quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\'') is_quoted = !is_quoted;
        if (text[i] != '\n' || is_quoted) continue;
        lines.push_back(text.substr(begin, i - begin));
        begin = i + 1;
    }
    if (begin < text.size()) lines.push_back(text.substr(begin));
    return lines;
}

bool is_file_name(std::string_view word)
{
    auto is_good = [](unsigned char c) { return c >= ' ' && c != '/' && c != '\\' && c != 0x7f; };
    return !word.empty() && word != "." && word != ".." && word.size() <= longest_name && std::ranges::all_of(word, is_good);
}

bool is_id(std::string_view word)
{
    auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return word.size() == 8 && std::ranges::all_of(word, is_digit);
}

}  // namespace session
