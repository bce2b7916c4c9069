#include "draw/recording/recording.h"

#include "styx/bytes.h"

namespace draw {

Result<std::vector<Record>> read_recording(std::string_view bytes)
{
    constexpr std::string_view magic = "PLAN9DRAW1\n";
    if (!bytes.starts_with(magic)) return fail("this is no recording");
    styx::Reader in{bytes.substr(magic.size())};
    std::vector<Record> records;
    while (!in.in.empty()) {
        Record r;
        r.kind = char(in.u8());
        r.msec = in.u32();
        r.data = in.text32();
        if (in.bad) return fail("the recording ends within record " + std::to_string(records.size() + 1));
        records.push_back(std::move(r));
    }
    return records;
}

}  // namespace draw
