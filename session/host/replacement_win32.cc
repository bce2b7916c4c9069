#include "session/host/replacement.h"

#include "session/host/disk_error_win32.h"
#include "session/host/disk_win32.h"
#include "styx/errors.h"
#include "styx/handle_win32.h"
#include "styx/text_win32.h"

#include <utility>
#include <vector>

#include <aclapi.h>

namespace session {
namespace {

constexpr LONGLONG longest_stream = 1 << 20;  // bytes of what is copied beside the file's own
constexpr DWORD kept_attributes = FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM | FILE_ATTRIBUTE_ARCHIVE | FILE_ATTRIBUTE_NOT_CONTENT_INDEXED |
                                  FILE_ATTRIBUTE_ENCRYPTED;

std::intptr_t number(HANDLE h) { return reinterpret_cast<std::intptr_t>(h); }

std::wstring wide(const std::string& path)
{
    auto text = styx::wide(path);
    for (auto& c : text)
        if (c == L'/') c = L'\\';
    return L"\\\\?\\" + text;
}

// Links are followed: what they lead to is replaced. The path without \\?\ and with /. Where Windows does not say it (wine,
// of long ones) it is the path that was opened.
std::string real_path(HANDLE h, const std::wstring& opened)
{
    std::wstring real(32768, L'\0');
    auto n = GetFinalPathNameByHandleW(h, real.data(), DWORD(real.size()), FILE_NAME_NORMALIZED | VOLUME_NAME_DOS);
    bool is_told = n > 0 && n < real.size();
    auto text = is_told ? styx::narrow({real.data(), n}) : styx::narrow(opened);
    if (text.starts_with("\\\\?\\")) text.erase(0, 4);
    for (auto& c : text)
        if (c == '\\') c = '/';
    return text;
}

struct Security {
    PSID owner = nullptr;
    PACL access = nullptr;
    PSECURITY_DESCRIPTOR all = nullptr;
    explicit Security(HANDLE file)
    {
        GetSecurityInfo(file, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, nullptr, &access, nullptr, &all);
    }
    ~Security() { LocalFree(all); }
    Security(const Security&) = delete;
    Security& operator=(const Security&) = delete;
    bool is_protected() const
    {
        SECURITY_DESCRIPTOR_CONTROL control = 0;
        DWORD revision = 0;
        return GetSecurityDescriptorControl(all, &control, &revision) && control & SE_DACL_PROTECTED;
    }
    bool is_all_inherited() const
    {
        for (DWORD i = 0; access && i < access->AceCount; ++i) {
            void* entry = nullptr;
            if (GetAce(access, i, &entry) && !(static_cast<ACE_HEADER*>(entry)->AceFlags & INHERITED_ACE)) return false;
        }
        return !is_protected();
    }
};

// Who owns it and who may use it; what the directory alone says of that the new file has already. False: it cannot be told
// so of the new one.
bool copy_security(HANDLE from, HANDLE to)
{
    Security old(from), now(to);
    if (!old.all || !now.all) return !old.all;  // a file system that knows no users
    if (!old.owner || !now.owner || !EqualSid(old.owner, now.owner)) return false;
    if (old.is_all_inherited()) return true;
    auto kind = DACL_SECURITY_INFORMATION | (old.is_protected() ? PROTECTED_DACL_SECURITY_INFORMATION : UNPROTECTED_DACL_SECURITY_INFORMATION);
    return SetSecurityInfo(to, SE_FILE_OBJECT, kind, nullptr, nullptr, old.access, nullptr) == ERROR_SUCCESS;
}

bool copy_stream(const std::wstring& from, const std::wstring& to)
{
    Handle in(CreateFileW(from.c_str(), GENERIC_READ, share_all, nullptr, OPEN_EXISTING, 0, nullptr));
    LARGE_INTEGER size{};
    if (!in || !GetFileSizeEx(in.h, &size) || size.QuadPart > longest_stream) return false;
    std::string bytes(std::size_t(size.QuadPart), '\0');
    DWORD n = 0;
    if (!ReadFile(in.h, bytes.data(), DWORD(bytes.size()), &n, nullptr) || n != bytes.size()) return false;
    Handle out(CreateFileW(to.c_str(), GENERIC_WRITE, share_all, nullptr, CREATE_ALWAYS, 0, nullptr));
    return out && WriteFile(out.h, bytes.data(), n, &n, nullptr) && n == bytes.size();
}

// What a file carries beside its bytes under names of their own, as where it was downloaded from. False: it is too much.
bool copy_streams(const std::wstring& from, const std::wstring& to)
{
    WIN32_FIND_STREAM_DATA stream;
    auto search = FindFirstStreamW(from.c_str(), FindStreamInfoStandard, &stream, 0);
    if (search == INVALID_HANDLE_VALUE) return true;
    bool done = true;
    do {
        std::wstring_view name = stream.cStreamName;
        bool is_own = name == L"::$DATA";
        done = is_own || copy_stream(from + stream.cStreamName, to + stream.cStreamName);
    } while (done && FindNextStreamW(search, &stream));
    FindClose(search);
    return done;
}

// Of two of one volume: wine does not tell which it is of a file that was renamed.
bool is_same_file(HANDLE a, HANDLE b)
{
    BY_HANDLE_FILE_INFORMATION first{}, second{};
    return GetFileInformationByHandle(a, &first) && GetFileInformationByHandle(b, &second) &&
           first.nFileIndexHigh == second.nFileIndexHigh && first.nFileIndexLow == second.nFileIndexLow;
}

bool is_held_open(DWORD code) { return code == ERROR_ACCESS_DENIED || code == ERROR_SHARING_VIOLATION; }

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
    r->path_ = real_path(original, path);
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
    auto h = CreateFileW(wide(temporary_).c_str(), GENERIC_READ | GENERIC_WRITE | DELETE | WRITE_DAC, share_all, nullptr, CREATE_NEW,
                         info.dwFileAttributes & kept_attributes, nullptr);
    auto code = GetLastError();
    handle_ = number(h);
    if (handle_ == -1 && (code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL)) return fail(disk_error(code, path_));
    if (handle_ == -1) return false;
    lock_as_being_made(h);
    SetFileTime(h, &info.ftCreationTime, nullptr, nullptr);
    return copy_security(of(original), h) && copy_streams(wide(path_), wide(temporary_));
}

void Replacement::drop_beside()
{
    if (handle_ == -1) return;
    CloseHandle(of(std::exchange(handle_, -1)));
    DeleteFileW(wide(std::exchange(temporary_, {})).c_str());
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
    if (!done_ && !temporary_.empty()) drop_beside();
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
    if (!temporary_.empty()) DeleteFileW(wide(temporary_).c_str());
    return {};
}

// Most programs can open no file that somebody may rename or remove: from then on it is one to read and to write.
void Replacement::let_others_in()
{
    unlock_as_made(of(handle_));
    auto h = ReOpenFile(of(handle_), GENERIC_READ | GENERIC_WRITE, share_all, 0);
    // wine looks for it under the name it had.
    if (h == INVALID_HANDLE_VALUE) h = CreateFileW(wide(path_).c_str(), GENERIC_READ | GENERIC_WRITE, share_all, nullptr, OPEN_EXISTING, 0, nullptr);
    if (h == INVALID_HANDLE_VALUE) return;
    auto unused = is_same_file(h, of(handle_)) ? std::exchange(handle_, number(h)) : number(h);
    CloseHandle(of(unused));
}

// Somebody has the file open, who lets it be written and not replaced: what is beside it becomes what is collected aside.
bool Replacement::give_up_its_place()
{
    auto h = CreateFileW(wide(path_).c_str(), GENERIC_READ | GENERIC_WRITE, share_all, nullptr, OPEN_EXISTING, 0, nullptr);
    if (h == INVALID_HANDLE_VALUE) return false;
    original_ = number(h);
    return true;
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
    if (!styx::rename_over(wide(temporary_), wide(path_))) {
        auto code = GetLastError();
        if (is_held_open(code) && give_up_its_place()) return commit();
        return spoiled(disk_error(code, path_));
    }
    done_ = true;
    let_others_in();
    return {};
}

}  // namespace session
