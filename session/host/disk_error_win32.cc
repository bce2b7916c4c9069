#include "session/host/disk_error_win32.h"

#include "styx/errors.h"
#include "styx/text_win32.h"

#include <algorithm>
#include <windows.h>

namespace session {
namespace {

struct Row {
    DWORD code;
    const char* text;
    bool names_path;
};

// Windows' system error codes against Plan 9's errors, as disk_error_posix.cc has errno's.
constexpr Row rows[] = {
    {ERROR_FILE_NOT_FOUND, styx::err::nonexist, false},
    {ERROR_PATH_NOT_FOUND, styx::err::nonexist, false},
    {ERROR_INVALID_NAME, styx::err::nonexist, false},
    {ERROR_BAD_PATHNAME, styx::err::nonexist, false},
    {ERROR_NOT_READY, styx::err::nonexist, false},  // a drive without a disk
    {ERROR_ACCESS_DENIED, styx::err::perm, false},
    {ERROR_WRITE_PROTECT, "file system is read only", true},
    {ERROR_DIRECTORY, styx::err::not_dir, false},
    {ERROR_FILE_EXISTS, styx::err::exists, false},
    {ERROR_ALREADY_EXISTS, styx::err::exists, false},
    {ERROR_DIR_NOT_EMPTY, "directory is not empty", false},
    {ERROR_SHARING_VIOLATION, styx::err::in_use, false},
    {ERROR_LOCK_VIOLATION, styx::err::in_use, false},
    {ERROR_DISK_FULL, "no space left", true},
    {ERROR_HANDLE_DISK_FULL, "no space left", true},
    {1295, "no space left: quota", true},  // ERROR_DISK_QUOTA_EXCEEDED, which mingw-w64 10 lacks
    {ERROR_FILE_TOO_LARGE, "file is too large", true},
    {ERROR_TOO_MANY_OPEN_FILES, "too many files are open", true},
    {ERROR_IO_DEVICE, "i/o error", true},
};

}  // namespace

Error disk_error(unsigned long code, const std::string& path)
{
    auto row = std::ranges::find(rows, code, &Row::code);
    if (row == std::end(rows)) return {styx::system_reason(code) + ": " + path};
    return {row->names_path ? std::string(row->text) + ": " + path : row->text};
}

}  // namespace session
