// The list of the faces Ninth knows, such as assets/fonts/list.
//
// A line is `name family style file package`, or `alias other family`, or a comment after #. The name is the SHA-256 of
// the file, and .N behind it for face N of a collection. A style is regular, bold or another word; faces of the style
// `colour` are for emoji.
#pragma once

#include "styx/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace draw::text {

// What a face is called by content: 64 hexadecimal digits, and the number in its collection.
struct FaceName {
    std::string hash;
    int index = 0;
    std::string text() const { return index == 0 ? hash : hash + "." + std::to_string(index); }
    bool operator==(const FaceName&) const = default;
};
bool is_face_name(std::string_view);
FaceName parse_face_name(std::string_view);  // one that is

struct ListedFace {
    FaceName name;
    std::string family, style, file, package;
};

struct FontList {
    std::vector<ListedFace> faces;  // in the order in which they stand in for one another
    std::map<std::string, std::string, std::less<>> aliases;

    // Error: `LIST: this is no face: LINE`.
    static Result<FontList> parse(const std::string& list, std::string_view text);
    // A family or an alias, and a style, which is regular if it is empty; the end of faces if there is none.
    std::vector<ListedFace>::const_iterator find(std::string_view family, std::string_view style) const;
};

}  // namespace draw::text
