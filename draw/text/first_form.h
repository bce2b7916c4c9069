// What programs ask /dev/font that were made before it had directions and colour; one of them may be thawed at any time.
// 'f' is the same, except that nothing may stand behind an answer.
//
//     's' hash[s] size[2] hinting[1] text[S]
//         -> 's' width[4] faces[1] hash[s]*faces n[4] (face[1] flags[1] glyph[4] cluster[4] advance[2] x[2] y[2])*n
//     'g' hash[s] size[2] hinting[1] n[2] glyph[4]*n
//         -> 'g' n[2] (left[2] top[2] width[2] height[2] advance[2] mask[width*height])*n
//
// flags: 1 if the glyph's text runs from right to left. cluster: the byte its character begins at. Lines are from left to
// right, and what has colours is a mask of the ink it would take to print it.
#pragma once

#include "draw/text/protocol.h"

namespace draw::text::first_form {

bool is_request(std::string_view);  // by its letter
// Errors: parse_request's.
Result<Request> parse_request(std::string_view);
std::string encode(const Run&);
std::string encode(const std::vector<Glyph>&);

}  // namespace draw::text::first_form
