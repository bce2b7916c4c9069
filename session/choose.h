// The list of lives as text, and which of them a user means.
//
//   3f2a91c0 note running 12582912 800 ''
//   id       name state   memory   age detail
//
// memory: bytes, "-" if nothing runs; age: ms since the newest image, "-" if there is none; detail: where it is away, what
// it died of. Words as in rc, a life a line, the oldest first.
#pragma once

#include "styx/result.h"

#include <string_view>
#include <vector>

namespace session {

struct Listed {
    std::string id, name, state, memory = "-", age = "-", detail;
    bool operator==(const Listed&) const = default;
};

std::string print(const std::vector<Listed>&);
Result<std::vector<Listed>> parse_list(std::string_view text);  // error: "bad list of lives"

// An id, the unique beginning of one (a whole id first), or the name of a program that one life has. Errors: "no life is
// called x; there are: 3f2a91c0 note, …", "x may be 3f2a91c0 note or 3f51ce0a note", "nothing is open".
Result<Listed> choose(const std::vector<Listed>&, std::string_view word);

}  // namespace session
