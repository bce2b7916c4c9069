#include "winserver/cursor.h"

#include "styx/bytes.h"

#include <algorithm>

namespace winserver {

Result<Cursor> parse_cursor(std::string_view bytes)
{
    Cursor cursor;
    if (bytes.empty()) return cursor;
    styx::Reader in{bytes};
    auto& picture = cursor.picture.emplace();
    picture.offset.x = in.i32();
    picture.offset.y = in.i32();
    std::ranges::copy(in.bytes(picture.clear.size()), picture.clear.begin());
    std::ranges::copy(in.bytes(picture.set.size()), picture.set.begin());
    if (in.bad) return fail("bad cursor");
    return cursor;
}

std::string print_cursor(const Cursor& cursor)
{
    if (!cursor.picture) return {};
    styx::Writer out;
    out.i32(cursor.picture->offset.x);
    out.i32(cursor.picture->offset.y);
    for (auto byte : cursor.picture->clear) out.u8(byte);
    for (auto byte : cursor.picture->set) out.u8(byte);
    return std::move(out.out);
}

}  // namespace winserver
