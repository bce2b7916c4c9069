#include "session/host/disk_error_posix.h"

#include "session/host/disk.h"
#include "styx/errors.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace session {
namespace {

struct Row {
    int code;
    const char* text;
    bool names_path;
};

// errno(3) against Plan 9's errors.
constexpr Row rows[] = {
    {ENOENT, styx::err::nonexist, false},
    {EACCES, styx::err::perm, false},
    {EPERM, styx::err::perm, false},
    {ENOTDIR, styx::err::not_dir, false},
    {EISDIR, styx::err::is_dir, false},
    {EEXIST, styx::err::exists, false},
    {ENOTEMPTY, "directory is not empty", false},
    {EBUSY, styx::err::in_use, false},
    {ETXTBSY, styx::err::in_use, false},
    {ENXIO, nobody_reads, false},
    {ENOSPC, "no space left", true},
    {EDQUOT, "no space left: quota", true},
    {EROFS, "file system is read only", true},
    {EFBIG, "file is too large", true},
    {EMFILE, "too many files are open", true},
    {ENFILE, "too many files are open", true},
    {EIO, "i/o error", true},
};

}  // namespace

Error disk_error(int code, const std::string& path)
{
    auto row = std::ranges::find(rows, code, &Row::code);
    if (row == std::end(rows)) return {std::string(std::strerror(code)) + ": " + path};
    return {row->names_path ? std::string(row->text) + ": " + path : row->text};
}

}  // namespace session
