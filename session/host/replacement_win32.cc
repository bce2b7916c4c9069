#include "session/host/replacement.h"

#include "session/host/disk_error_win32.h"
#include "session/host/disk_win32.h"
#include "styx/errors.h"
#include "styx/text_win32.h"

#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

namespace session {
namespace {

constexpr int patience_msec = 1000;  // a virus scanner may hold what was just written
// As is_being_made() (temporaries.h) has it: others may read and rename it, and not write.
constexpr DWORD share_of_ours = FILE_SHARE_READ | FILE_SHARE_DELETE;

std::intptr_t number(HANDLE h) { return reinterpret_cast<std::intptr_t>(h); }

std::wstring wide(const std::string& path)
{
    auto text = styx::wide(path);
    for (auto& c : text)
        if (c == L'/') c = L'\\';
    return L"\\\\?\\" + text;
}

// Links are followed: what they lead to is replaced. The path without \\?\, as the system's own.
std::string real_path(HANDLE h, const std::string& otherwise)
{
    std::wstring real(32768, L'\0');
    auto n = GetFinalPathNameByHandleW(h, real.data(), DWORD(real.size()), FILE_NAME_NORMALIZED | VOLUME_NAME_DOS);
    if (n == 0 || n >= real.size()) return otherwise;
    auto text = styx::narrow({real.data(), n});
    if (text.starts_with("\\\\?\\")) text.erase(0, 4);
    for (auto& c : text)
        if (c == '\\') c = '/';
    return text;
}

// By the handle, at once for all who have the old one open; where that is not known (wine, FAT), as Windows always did.
// mingw-w64 10 does not name the class: 22 is FileRenameInfoEx, 3 to replace with POSIX's meaning.
bool rename_once(HANDLE file, const std::wstring& from, const std::wstring& to)
{
    std::vector<std::byte> room(sizeof(FILE_RENAME_INFO) + to.size() * sizeof(wchar_t));
    auto* info = reinterpret_cast<FILE_RENAME_INFO*>(room.data());
    info->Flags = 3;
    info->FileNameLength = DWORD(to.size() * sizeof(wchar_t));
    std::memcpy(info->FileName, to.data(), info->FileNameLength);
    return SetFileInformationByHandle(file, FILE_INFO_BY_HANDLE_CLASS(22), info, DWORD(room.size())) ||
           MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
}

bool may_pass(DWORD code) { return code == ERROR_ACCESS_DENIED || code == ERROR_SHARING_VIOLATION; }

}  // namespace

Result<std::unique_ptr<Replacement>> Replacement::begin(Temporaries& temporaries, const std::string& name)
{
    auto path = TRY(wide_path(name));
    auto original = CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE, share_all, nullptr, OPEN_EXISTING, 0, nullptr);
    if (original == INVALID_HANDLE_VALUE) {
        auto code = GetLastError();
        auto attributes = GetFileAttributesW(path.c_str());
        if (attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY) return fail(styx::err::is_dir);
        return fail(disk_error(code, name));
    }
    auto r = std::unique_ptr<Replacement>(new Replacement);
    r->path_ = real_path(original, styx::narrow(path).substr(4));
    auto made = r->make_beside(temporaries, number(original));
    if (made && !*made) {
        r->drop_beside();
        DO(r->collect_aside(number(original)));
        return r;
    }
    CloseHandle(original);
    if (!made) return fail(made.error());
    return r;
}

Result<bool> Replacement::make_beside(Temporaries& temporaries, std::intptr_t original)
{
    BY_HANDLE_FILE_INFORMATION info{};
    if (!GetFileInformationByHandle(of(original), &info) || info.nNumberOfLinks != 1) return false;
    auto slash = path_.rfind('/');
    auto directory = path_.substr(0, slash);
    temporaries.sweep(directory + "/");
    temporary_ = directory + "/" + temporaries.name_for(path_.substr(slash + 1));
    auto h = CreateFileW(wide(temporary_).c_str(), GENERIC_READ | GENERIC_WRITE | DELETE, share_of_ours, nullptr, CREATE_NEW,
                         info.dwFileAttributes & ~DWORD(FILE_ATTRIBUTE_READONLY), nullptr);
    auto code = GetLastError();
    handle_ = number(h);
    if (handle_ != -1) return true;
    if (code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL) return fail(disk_error(code, path_));
    return false;
}

void Replacement::drop_beside()
{
    if (handle_ == -1) return;
    CloseHandle(of(std::exchange(handle_, -1)));
    DeleteFileW(wide(temporary_).c_str());
}

// In a file of the system's temporary directory, which goes with its handle.
Result<> Replacement::collect_aside(std::intptr_t original)
{
    original_ = original;
    wchar_t directory[MAX_PATH + 1], name[MAX_PATH + 1];
    GetTempPathW(MAX_PATH, directory);
    if (GetTempFileNameW(directory, L"nin", 0, name) == 0) return fail(disk_error(GetLastError(), path_));
    handle_ = number(CreateFileW(name, GENERIC_READ | GENERIC_WRITE, share_all, nullptr, CREATE_ALWAYS,
                                 FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr));
    if (handle_ == -1) return fail(disk_error(GetLastError(), path_));
    return {};
}

Replacement::~Replacement()
{
    if (original_ == -1 && !done_) drop_beside();
    for (auto handle : {handle_, original_})
        if (handle != -1) CloseHandle(of(handle));
}

void Replacement::spoil(Error why)
{
    if (!spoiled_ && !done_) spoiled_ = std::move(why);
}

// Its room first, as replacement_posix.cc: FileAllocationInfo reserves without a change of what is in the file.
Result<> Replacement::write_over()
{
    auto from = of(handle_), to = of(original_);
    auto failed = [this] { return fail(disk_error(GetLastError(), path_)); };
    LARGE_INTEGER size{};
    FILE_ALLOCATION_INFO room{};
    if (!GetFileSizeEx(from, &size)) return failed();
    room.AllocationSize = size;
    BY_HANDLE_FILE_INFORMATION info{};
    GetFileInformationByHandle(to, &info);
    bool grows = std::uint64_t(size.QuadPart) > (std::uint64_t(info.nFileSizeHigh) << 32 | info.nFileSizeLow);
    bool has_room = !grows || SetFileInformationByHandle(to, FileAllocationInfo, &room, sizeof room);
    if (!has_room && GetLastError() == ERROR_DISK_FULL) return failed();
    std::vector<char> piece(256 * 1024);
    for (LONGLONG at = 0; at < size.QuadPart;) {
        OVERLAPPED here{}, there{};
        here.Offset = there.Offset = DWORD(at);
        here.OffsetHigh = there.OffsetHigh = DWORD(at >> 32);
        DWORD n = 0, written = 0;
        if (!ReadFile(from, piece.data(), DWORD(piece.size()), &n, &here) || n == 0) return failed();
        if (!WriteFile(to, piece.data(), n, &written, &there)) return failed();
        at += written;
    }
    FILE_END_OF_FILE_INFO end{};
    end.EndOfFile = size;
    if (!SetFileInformationByHandle(to, FileEndOfFileInfo, &end, sizeof end) || !flush(to)) return failed();
    handle_ = std::exchange(original_, -1);
    CloseHandle(from);
    return {};
}

Result<> Replacement::commit()
{
    if (spoiled_) return fail(*spoiled_);
    auto spoiled = [this](Error why) {
        spoil(why);
        return fail(std::move(why));
    };
    if (original_ != -1) {
        if (auto written = write_over(); !written) return spoiled(written.error());
        done_ = true;
        return {};
    }
    if (!flush(of(handle_))) return spoiled(disk_error(GetLastError(), path_));
    if (done_) return {};
    for (int waited = 0; !rename_once(of(handle_), wide(temporary_), wide(path_)); waited += 10) {
        if (!may_pass(GetLastError()) || waited >= patience_msec) return spoiled(disk_error(GetLastError(), path_));
        Sleep(10);
    }
    done_ = true;
    return {};
}

}  // namespace session
