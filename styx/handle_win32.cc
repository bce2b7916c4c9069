#include "styx/handle_win32.h"

#include <cstddef>
#include <cstring>
#include <vector>

namespace styx {
namespace {

constexpr int patience_msec = 1000, pause_msec = 10;

// At once for all who have the old one open, too; wine and FAT do not know it. By a handle of its own: one that may delete
// keeps out whoever opens the file without allowing for it, as most programs do. mingw-w64 10 does not name the class: 22 is
// FileRenameInfoEx, 3 to replace with POSIX's meaning.
bool rename_at_once(const std::wstring& from, const std::wstring& to)
{
    OwnHandle file(CreateFileW(from.c_str(), DELETE | SYNCHRONIZE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                               OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    if (file.get() == INVALID_HANDLE_VALUE) return file.release(), false;
    std::vector<std::byte> room(sizeof(FILE_RENAME_INFO) + to.size() * sizeof(wchar_t));
    auto* info = reinterpret_cast<FILE_RENAME_INFO*>(room.data());
    info->Flags = 3;
    info->FileNameLength = DWORD(to.size() * sizeof(wchar_t));
    std::memcpy(info->FileName, to.data(), info->FileNameLength);
    return SetFileInformationByHandle(file.get(), FILE_INFO_BY_HANDLE_CLASS(22), info, DWORD(room.size()));
}

bool may_pass(DWORD code)
{
    return code == ERROR_ACCESS_DENIED || code == ERROR_SHARING_VIOLATION || code == ERROR_USER_MAPPED_FILE;
}

}  // namespace

bool rename_over(const std::wstring& from, const std::wstring& to)
{
    for (int waited = 0;; waited += pause_msec) {
        if (rename_at_once(from, to) || MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
            return true;
        if (!may_pass(GetLastError()) || waited >= patience_msec) return false;
        Sleep(pause_msec);
    }
}

}  // namespace styx
