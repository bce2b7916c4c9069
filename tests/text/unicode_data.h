// Unicode's files, as Debian's package unicode-data has them: rows of fields between semicolons, and comments after #.
#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

inline const std::string unicode_directory = "/usr/share/unicode/";

inline bool has_unicode_data() { return std::ifstream(unicode_directory + "emoji/emoji-data.txt").good(); }

inline std::vector<std::string> words_of(const std::string& text)
{
    std::istringstream in(text);
    std::vector<std::string> out;
    for (std::string word; in >> word;) out.push_back(word);
    return out;
}

// "0041 05D0"
inline std::vector<std::uint32_t> runes_of(const std::string& text)
{
    std::vector<std::uint32_t> out;
    for (const std::string& word : words_of(text)) out.push_back(std::uint32_t(std::stoul(word, nullptr, 16)));
    return out;
}

// "0041..005A" or "0041"
inline std::pair<std::uint32_t, std::uint32_t> range_of(const std::string& text)
{
    auto dots = text.find("..");
    auto first = std::uint32_t(std::stoul(text, nullptr, 16));
    return {first, dots == text.npos ? first : std::uint32_t(std::stoul(text.substr(dots + 2), nullptr, 16))};
}

inline std::string utf8_of(const std::vector<std::uint32_t>& runes)
{
    std::string out;
    for (std::uint32_t rune : runes) {
        int more = rune < 0x80 ? 0 : rune < 0x800 ? 1 : rune < 0x10000 ? 2 : 3;
        constexpr std::uint32_t leads[] = {0, 0xc0, 0xe0, 0xf0};
        out += char(leads[more] | rune >> (6 * more));
        while (more-- > 0) out += char(0x80 | (rune >> (6 * more) & 0x3f));
    }
    return out;
}

inline void for_rows(const std::string& file, const std::function<void(const std::vector<std::string>&)>& use)
{
    std::ifstream in(unicode_directory + file);
    for (std::string line; std::getline(in, line);) {
        line = line.substr(0, line.find('#'));
        if (words_of(line).empty()) continue;
        std::vector<std::string> fields;
        std::istringstream row(line);
        for (std::string field; std::getline(row, field, ';');) fields.push_back(field);
        use(fields);
    }
}
