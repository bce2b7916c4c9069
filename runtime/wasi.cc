#include "runtime/wasi.h"

#include "styx/errors.h"

namespace runtime::wasi {

namespace {
struct Row {
    std::string_view text;
    Errno number;
};
constexpr Row rows[] = {
    {styx::err::nonexist, noent}, {styx::err::exists, exist},     {styx::err::perm, acces},
    {styx::err::not_dir, notdir}, {styx::err::is_dir, isdir},     {styx::err::interrupted, intr},
    {"no space left", nospc},     {"directory is not empty", notempty}, {styx::err::timed_out, timedout},
    {"no such open file", badf},  {"into another directory", xdev},
};
}  // namespace

Errno errno_of(std::string_view error)
{
    for (auto& row : rows)
        if (error.find(row.text) != std::string_view::npos) return row.number;
    return io;
}

}  // namespace runtime::wasi
