#include "session/host/disk_win32.h"

#include "session/host/disk_error_win32.h"
#include "session/host/qid.h"
#include "session/host/names.h"
#include "styx/errors.h"
#include "styx/text_win32.h"

#include <algorithm>

namespace session {
namespace {

constexpr auto untouched32 = ~std::uint32_t(0);
constexpr auto untouched64 = ~std::uint64_t(0);

std::uint64_t whole(DWORD high, DWORD low) { return std::uint64_t(high) << 32 | low; }
std::uint64_t whole(const FILETIME& t) { return whole(t.dwHighDateTime, t.dwLowDateTime); }

// 100 ns since 1601 against seconds since 1970.
constexpr std::uint64_t ticks = 10'000'000, epoch_seconds = 11'644'473'600;
std::uint32_t seconds(const FILETIME& t)
{
    auto s = whole(t) / ticks;
    return s < epoch_seconds ? 0 : std::uint32_t(s - epoch_seconds);
}
FILETIME file_time(std::uint32_t s)
{
    auto t = (s + epoch_seconds) * ticks;
    return {DWORD(t), DWORD(t >> 32)};
}

// The two directories above the drives are nobody's files.
bool is_above_drives(const std::string& name) { return name == "/" || name == "/host" || name == "/host/"; }

styx::Stat directory_above(Users& users, const std::string& name)
{
    styx::Stat s;
    s.mode = styx::DMDIR | 0555;
    s.name = name == "/" ? "/" : "host";
    s.qid = {0x80, 0, mixed(name == "/" ? 1 : 2)};
    s.uid = s.gid = s.muid = users.user(0);
    return s;
}

std::string last_name(const std::string& name) { return name.substr(name.rfind('/') + 1); }
std::string directory_of(const std::string& name) { return name.substr(0, std::max<std::size_t>(name.rfind('/'), 1)); }

Result<> done(BOOL result, const std::string& name)
{
    if (result) return {};
    return fail(disk_error(GetLastError(), name));
}

// A directory, too. Links are followed, unless `more` has FILE_FLAG_OPEN_REPARSE_POINT.
HANDLE open_to_look(const std::wstring& path, DWORD access = 0, DWORD more = 0)
{
    return CreateFileW(path.c_str(), FILE_READ_ATTRIBUTES | access, share_all, nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | more, nullptr);
}

// Where a path leads that has a junction or a link in it, as Windows says it; the path itself where it cannot.
std::wstring resolved(const std::wstring& path)
{
    Handle h(open_to_look(path));
    std::wstring real(32768, L'\0');
    auto n = h ? GetFinalPathNameByHandleW(h.h, real.data(), DWORD(real.size()), FILE_NAME_NORMALIZED | VOLUME_NAME_DOS) : 0;
    if (n == 0 || n >= real.size()) return path;
    real.resize(n);
    return real;
}

bool is_below(std::wstring path, std::wstring directory)
{
    for (auto* p : {&path, &directory})
        if (!p->ends_with(L'\\')) *p += L'\\';
    auto n = int(directory.size());
    return path.size() >= directory.size() && CompareStringOrdinal(path.data(), n, directory.data(), n, TRUE) == CSTR_EQUAL;
}

// Of a file that cannot be opened, what its directory says.
Result<BY_HANDLE_FILE_INFORMATION> as_listed(const std::wstring& path, const std::string& name)
{
    auto code = GetLastError();
    WIN32_FIND_DATAW entry;
    auto search = FindFirstFileW(path.c_str(), &entry);
    if (search == INVALID_HANDLE_VALUE) return fail(disk_error(code, name));
    FindClose(search);
    BY_HANDLE_FILE_INFORMATION info{};
    info.dwFileAttributes = entry.dwFileAttributes;
    info.ftLastAccessTime = entry.ftLastAccessTime;
    info.ftLastWriteTime = entry.ftLastWriteTime;
    info.nFileSizeHigh = entry.nFileSizeHigh;
    info.nFileSizeLow = entry.nFileSizeLow;
    return info;
}

Result<BY_HANDLE_FILE_INFORMATION> information(const std::wstring& path, const std::string& name, bool follows)
{
    BY_HANDLE_FILE_INFORMATION info{};
    if (Handle h(follows ? open_to_look(path) : INVALID_HANDLE_VALUE); h && GetFileInformationByHandle(h.h, &info)) return info;
    if (Handle h(open_to_look(path, 0, FILE_FLAG_OPEN_REPARSE_POINT)); h && GetFileInformationByHandle(h.h, &info)) return info;
    return as_listed(path, name);
}

// Of the letters as Windows compares them.
std::uint64_t hash_of(const std::string& name)
{
    auto text = styx::wide(name);
    CharLowerBuffW(text.data(), DWORD(text.size()));
    std::uint64_t h = 0;
    for (auto c : text) h = mixed(h ^ c);
    return h;
}

Result<> set_mode(HANDLE h, std::uint32_t mode, const std::string& name)
{
    FILE_BASIC_INFO basic{};
    DO(done(GetFileInformationByHandleEx(h, FileBasicInfo, &basic, sizeof basic), name));
    bool is_directory = basic.FileAttributes & FILE_ATTRIBUTE_DIRECTORY;
    if (bool(mode & styx::DMDIR) != is_directory) return fail(styx::err::perm);  // wstat(5)
    if (is_directory) return {};
    basic.FileAttributes &= ~DWORD(FILE_ATTRIBUTE_READONLY);
    if (!(mode & 0200)) basic.FileAttributes |= FILE_ATTRIBUTE_READONLY;
    return done(SetFileInformationByHandle(h, FileBasicInfo, &basic, sizeof basic), name);
}

BY_HANDLE_FILE_INFORMATION as_listed(const FILE_ID_BOTH_DIR_INFO& entry, DWORD volume)
{
    auto time = [](LARGE_INTEGER t) { return FILETIME{t.LowPart, DWORD(t.HighPart)}; };
    BY_HANDLE_FILE_INFORMATION info{};
    info.dwFileAttributes = entry.FileAttributes;
    info.ftLastAccessTime = time(entry.LastAccessTime);
    info.ftLastWriteTime = time(entry.LastWriteTime);
    info.dwVolumeSerialNumber = volume;
    info.nFileSizeHigh = DWORD(entry.EndOfFile.HighPart);
    info.nFileSizeLow = entry.EndOfFile.LowPart;
    info.nFileIndexHigh = DWORD(entry.FileId.HighPart);
    info.nFileIndexLow = entry.FileId.LowPart;
    return info;
}

// Calls each(entry) for what a directory holds, "." and ".." among it. The system's reason to stop: ERROR_NO_MORE_FILES.
template <class Each> DWORD each_entry(HANDLE directory, Each each)
{
    alignas(FILE_ID_BOTH_DIR_INFO) char room[64 * 1024];
    while (GetFileInformationByHandleEx(directory, FileIdBothDirectoryInfo, room, sizeof room))
        for (auto at = room;;) {
            auto& entry = *reinterpret_cast<FILE_ID_BOTH_DIR_INFO*>(at);
            each(entry);
            if (entry.NextEntryOffset == 0) break;
            at += entry.NextEntryOffset;
        }
    return GetLastError();
}

std::vector<styx::Stat> list_drives(Disk& disk)
{
    std::vector<styx::Stat> all;
    for (auto drives = GetLogicalDrives(), i = DWORD(0); i < 26; ++i)
        if (drives >> i & 1)
            if (auto s = disk.stat("/host/" + std::string(1, char('a' + i)))) all.push_back(*s);
    return all;
}

}  // namespace

Result<std::wstring> wide_path(const std::string& name)
{
    auto path = TRY(system_path(name));
    std::ranges::replace(path, '/', '\\');
    return L"\\\\?\\" + styx::wide(path);
}

bool is_fixed(const std::string& name) { return is_above_drives(name) || is_above_drives(directory_of(name)); }

styx::Stat describe(Users& users, const BY_HANDLE_FILE_INFORMATION& info, const std::string& path)
{
    styx::Stat s;
    bool is_directory = info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY;
    auto size = whole(info.nFileSizeHigh, info.nFileSizeLow), index = whole(info.nFileIndexHigh, info.nFileIndexLow);
    s.mode = is_directory ? styx::DMDIR | 0777 : info.dwFileAttributes & FILE_ATTRIBUTE_READONLY ? 0444 : 0666;
    s.qid = {std::uint8_t(s.mode >> 24), qid_version(whole(info.ftLastWriteTime), size),
             index ? mixed(mixed(info.dwVolumeSerialNumber) ^ index) : hash_of(path)};
    s.atime = seconds(info.ftLastAccessTime);
    s.mtime = seconds(info.ftLastWriteTime);
    s.length = is_directory ? 0 : size;
    s.name = last_name(path);
    s.uid = s.gid = s.muid = users.user(0);
    return s;
}

bool flush(HANDLE h) { return FlushFileBuffers(h); }

Result<> change(HANDLE h, const styx::Stat& wanted, const std::string& name)
{
    if (!wanted.gid.empty()) return fail(styx::err::perm);
    BY_HANDLE_FILE_INFORMATION info{};
    DO(done(GetFileInformationByHandle(h, &info), name));
    bool is_directory = info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY;
    if (wanted.length != untouched64 && !is_directory) {
        FILE_END_OF_FILE_INFO end{};
        end.EndOfFile.QuadPart = LONGLONG(wanted.length);
        DO(done(SetFileInformationByHandle(h, FileEndOfFileInfo, &end, sizeof end), name));
    }
    if (wanted.mode != untouched32) DO(set_mode(h, wanted.mode, name));
    if (wanted.mtime != untouched32) {
        auto time = file_time(wanted.mtime);
        DO(done(SetFileTime(h, nullptr, nullptr, &time), name));
    }
    return {};
}

DWORD access_for(const styx::Stat& wanted) { return FILE_WRITE_ATTRIBUTES | (wanted.length != untouched64 ? FILE_WRITE_DATA : 0); }

void Disk::raise_limits() {}

// A name of the tree, or a path as Windows' own programs take it.
Result<std::string> Disk::absolute(const std::string& name)
{
    if (is_above_drives(name)) return name == "/" ? name : "/host";
    auto path = name;
    if (!name.starts_with("/host/")) {
        std::wstring full(32768, L'\0');
        full.resize(GetFullPathNameW(styx::wide(name).c_str(), DWORD(full.size()), full.data(), nullptr));
        path = host_name(styx::narrow(full));
    }
    auto real = styx::narrow(resolved(TRY(wide_path(path))));
    if (GetFileAttributesW(styx::wide(real).c_str()) == INVALID_FILE_ATTRIBUTES) return fail(disk_error(GetLastError(), name));
    bool has_drive = real.size() > 5 && real[5] == ':';  // \\?\C:, and not a share
    return has_drive ? host_name(real.substr(4)) : path;
}

void Disk::confine(const std::string& directory) { within_ = is_above_drives(directory) ? "" : directory; }

// What is not there yet would be made in its directory.
Result<> Disk::check_within(const std::string& name) const
{
    if (within_.empty()) return {};
    auto path = TRY(wide_path(name));
    if (!Handle(open_to_look(path))) path = TRY(wide_path(directory_of(name)));
    if (is_below(resolved(path), resolved(TRY(wide_path(within_))))) return {};
    return fail("it leads out of what is served: " + name);
}

// A link that leads nowhere, or where it may not, is described itself.
Result<styx::Stat> Disk::stat(const std::string& name)
{
    if (is_above_drives(name)) return directory_above(users, name);
    bool follows = check_within(name).has_value();
    if (!follows) DO(check_within(directory_of(name)));
    return describe(users, TRY(information(TRY(wide_path(name)), name, follows)), name);
}

// What the directory itself says of the files in it: of one that is being written it may be behind (NTFS), and opening each
// takes a hundred times as long.
Result<std::vector<styx::Stat>> Disk::list(const std::string& name)
{
    if (name == "/") return std::vector{directory_above(users, "/host")};
    if (is_above_drives(name)) return list_drives(*this);
    DO(check_within(name));
    auto path = TRY(wide_path(name));
    Handle directory(CreateFileW(path.c_str(), FILE_LIST_DIRECTORY, share_all, nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    BY_HANDLE_FILE_INFORMATION itself{};
    if (!directory || !GetFileInformationByHandle(directory.h, &itself)) return fail(disk_error(GetLastError(), name));
    std::vector<styx::Stat> all;
    auto code = each_entry(directory.h, [&](const FILE_ID_BOTH_DIR_INFO& entry) {
        auto found = styx::narrow({entry.FileName, entry.FileNameLength / sizeof(wchar_t)});
        if (found == "." || found == "..") return;
        auto full = name + "/" + found;
        if (Temporaries::is_one(found)) return (void)temporaries.remove_stale(styx::narrow(path).substr(4) + "\\", found);
        bool is_link = entry.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT;
        auto s = is_link ? stat(full) : describe(users, as_listed(entry, itself.dwVolumeSerialNumber), full);
        if (s) all.push_back(std::move(*s));
    });
    if (code != ERROR_NO_MORE_FILES && code != ERROR_FILE_NOT_FOUND) return fail(disk_error(code, name));  // an empty drive has not even "."
    return all;
}

Result<> Disk::enter(const std::string& name, std::uint8_t)
{
    if (is_above_drives(name)) return {};
    DO(check_within(name));
    Handle h(CreateFileW(TRY(wide_path(name)).c_str(), FILE_LIST_DIRECTORY, share_all, nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    return done(bool(h), name);
}

Result<> Disk::make_directory(const std::string& name, std::uint32_t)
{
    if (is_fixed(name)) return fail(styx::err::perm);
    DO(check_within(directory_of(name)));
    return done(CreateDirectoryW(TRY(wide_path(name)).c_str(), nullptr), name);
}

// A link is removed itself: neither DeleteFile nor RemoveDirectory follows one. That a file is read only is for its
// directory to say (remove(5)).
Result<> Disk::remove(const std::string& name)
{
    if (is_fixed(name)) return fail(styx::err::perm);
    DO(check_within(directory_of(name)));
    auto path = TRY(wide_path(name));
    auto attributes = GetFileAttributesW(path.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return fail(disk_error(GetLastError(), name));
    if (attributes & FILE_ATTRIBUTE_DIRECTORY) return done(RemoveDirectoryW(path.c_str()), name);
    if (attributes & FILE_ATTRIBUTE_READONLY) SetFileAttributesW(path.c_str(), attributes & ~DWORD(FILE_ATTRIBUTE_READONLY));
    auto removed = done(DeleteFileW(path.c_str()), name);
    if (!removed && attributes & FILE_ATTRIBUTE_READONLY) SetFileAttributesW(path.c_str(), attributes);
    return removed;
}

Result<> Disk::rename(const std::string& name, const std::string& to)
{
    if (is_fixed(name)) return fail(styx::err::perm);
    for (auto& n : {name, to}) DO(check_within(directory_of(n)));
    return done(MoveFileExW(TRY(wide_path(name)).c_str(), TRY(wide_path(to)).c_str(), MOVEFILE_WRITE_THROUGH), name);
}

Result<> Disk::change(const std::string& name, const styx::Stat& wanted)
{
    if (is_above_drives(name)) return fail(styx::err::perm);
    DO(check_within(name));
    Handle h(open_to_look(TRY(wide_path(name)), access_for(wanted)));
    if (!h) return fail(disk_error(GetLastError(), name));
    return session::change(h.h, wanted, name);
}

// A directory's names are in NTFS's journal.
Result<> Disk::sync(const std::string& name)
{
    if (is_above_drives(name)) return {};
    DO(check_within(name));
    auto path = TRY(wide_path(name));
    auto attributes = GetFileAttributesW(path.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return fail(disk_error(GetLastError(), name));
    if (attributes & FILE_ATTRIBUTE_DIRECTORY) return {};
    Handle h(open_to_look(path, GENERIC_WRITE));
    return done(h && flush(h.h), name);
}

}  // namespace session
