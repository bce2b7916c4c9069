#include "draw/text/font_list.h"

#include "styx/digest.h"

#include <algorithm>
#include <charconv>

namespace draw::text {
namespace {

constexpr std::size_t hash_size = 64;
constexpr int most_faces = 64;  // of a collection

std::vector<std::string> words(std::string_view line)
{
    std::vector<std::string> out;
    while (true) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        if (line.empty() || line[0] == '#') return out;
        auto word = line.substr(0, line.find_first_of(" \t\r"));
        out.emplace_back(word);
        line.remove_prefix(word.size());
    }
}

// What stands behind the hash: "" is 0, ".N" is N; below 0 for anything else.
int collection_index(std::string_view text)
{
    if (text.empty()) return 0;
    int index = -1;
    auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), index);
    bool is_number = text[0] == '.' && error == std::errc() && end == text.data() + text.size();
    return is_number && index > 0 && index < most_faces ? index : -1;
}

Result<> add(FontList& list, std::string_view line)
{
    auto word = words(line);
    if (word.empty()) return {};
    if (word.size() == 3 && word[0] == "alias") {
        list.aliases[word[1]] = word[2];
        return {};
    }
    if (word.size() != 5 || !is_face_name(word[0])) return fail("this is no face: " + std::string(line));
    list.faces.push_back({parse_face_name(word[0]), word[1], word[2], word[3], word[4]});
    return {};
}

}  // namespace

bool is_face_name(std::string_view text)
{
    return styx::is_sha256(text.substr(0, hash_size)) && collection_index(text.substr(hash_size)) >= 0;
}

FaceName parse_face_name(std::string_view text)
{
    return {std::string(text.substr(0, hash_size)), collection_index(text.substr(hash_size))};
}

Result<FontList> FontList::parse(const std::string& list, std::string_view text)
{
    FontList out;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (auto added = add(out, line); !added) return fail(list + ": " + added.error().text);
    }
    return out;
}

std::vector<ListedFace>::const_iterator FontList::find(std::string_view family, std::string_view style) const
{
    if (auto alias = aliases.find(family); alias != aliases.end()) family = alias->second;
    if (style.empty()) style = "regular";
    return std::ranges::find_if(faces, [&](const ListedFace& f) { return f.family == family && f.style == style; });
}

}  // namespace draw::text
