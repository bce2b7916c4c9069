#include "session/host/disk_win32.h"

#include "session/host/disk_error_win32.h"
#include "session/host/names.h"
#include "styx/errors.h"
#include "styx/text_win32.h"

#include <algorithm>

namespace session {
namespace {

constexpr auto untouched32 = ~std::uint32_t(0);
constexpr auto untouched64 = ~std::uint64_t(0);

// splitmix64, as disk_posix.cc has it.
std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

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

std::string last_name(const std::string& name)
{
    auto slash = name.rfind('/');
    return name.substr(slash + 1);
}

Result<> done(BOOL result, const std::string& name)
{
    if (result) return {};
    return fail(disk_error(GetLastError(), name));
}

HANDLE open_to_look(const std::wstring& path, DWORD more = 0)
{
    return CreateFileW(path.c_str(), FILE_READ_ATTRIBUTES | more, share_all, nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
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

}  // namespace

Result<std::wstring> wide_path(const std::string& name)
{
    auto path = TRY(system_path(name));
    std::ranges::replace(path, '/', '\\');
    return L"\\\\?\\" + styx::wide(path);
}

styx::Stat describe(Users& users, const BY_HANDLE_FILE_INFORMATION& info, std::string name)
{
    styx::Stat s;
    bool is_directory = info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY;
    auto size = whole(info.nFileSizeHigh, info.nFileSizeLow);
    s.mode = is_directory ? styx::DMDIR | 0777 : info.dwFileAttributes & FILE_ATTRIBUTE_READONLY ? 0444 : 0666;
    auto h = mixed(mixed(whole(info.ftLastWriteTime)) ^ size);
    s.qid = {std::uint8_t(s.mode >> 24), std::uint32_t(h ^ (h >> 32)),
             mixed(mixed(info.dwVolumeSerialNumber) ^ whole(info.nFileIndexHigh, info.nFileIndexLow))};
    s.atime = seconds(info.ftLastAccessTime);
    s.mtime = seconds(info.ftLastWriteTime);
    s.length = is_directory ? 0 : size;
    s.name = std::move(name);
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

void Disk::raise_limits() {}

Result<std::string> Disk::absolute(const std::string& name)
{
    if (is_above_drives(name)) return name == "/" ? name : "/host";
    auto path = name.starts_with("/host/") ? name : host_name(name);
    auto real = resolved(TRY(wide_path(path)));
    if (GetFileAttributesW(real.c_str()) == INVALID_FILE_ATTRIBUTES) return fail(disk_error(GetLastError(), name));
    auto text = styx::narrow(real);
    return host_name(text.starts_with("\\\\?\\") ? text.substr(4) : text);
}

Result<styx::Stat> Disk::stat(const std::string& name)
{
    if (is_above_drives(name)) return directory_above(users, name);
    auto path = TRY(wide_path(name));
    Handle h(open_to_look(path));
    if (!h && GetLastError() != ERROR_FILE_NOT_FOUND) return fail(disk_error(GetLastError(), name));
    // A link that leads nowhere is described itself.
    Handle link(h ? INVALID_HANDLE_VALUE
                  : CreateFileW(path.c_str(), FILE_READ_ATTRIBUTES, share_all, nullptr, OPEN_EXISTING,
                                FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    BY_HANDLE_FILE_INFORMATION info{};
    if (!GetFileInformationByHandle(h ? h.h : link.h, &info)) return fail(disk_error(h || link ? GetLastError() : ERROR_FILE_NOT_FOUND, name));
    return describe(users, info, last_name(name));
}

Result<std::vector<styx::Stat>> Disk::list(const std::string& name)
{
    std::vector<styx::Stat> all;
    if (name == "/") return std::vector{directory_above(users, "/host")};
    if (is_above_drives(name)) {
        for (auto drives = GetLogicalDrives(), i = DWORD(0); i < 26; ++i)
            if (drives >> i & 1)
                if (auto s = stat("/host/" + std::string(1, char('a' + i)))) all.push_back(*s);
        return all;
    }
    auto path = TRY(wide_path(name));
    WIN32_FIND_DATAW entry;
    auto search = FindFirstFileW((path + (path.ends_with(L'\\') ? L"*" : L"\\*")).c_str(), &entry);
    if (search == INVALID_HANDLE_VALUE) return fail(disk_error(GetLastError(), name));
    do {
        auto found = styx::narrow(entry.cFileName);
        if (found == "." || found == "..") continue;
        if (Temporaries::is_one(found)) {
            temporaries.remove_stale(TRY(system_path(name)), found);
            continue;
        }
        if (auto s = stat(name + "/" + found)) all.push_back(std::move(*s));
    } while (FindNextFileW(search, &entry));
    FindClose(search);
    return all;
}

Result<> Disk::enter(const std::string& name, std::uint8_t)
{
    if (is_above_drives(name)) return {};
    Handle h(CreateFileW(TRY(wide_path(name)).c_str(), FILE_LIST_DIRECTORY, share_all, nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    return done(bool(h), name);
}

Result<> Disk::make_directory(const std::string& name, std::uint32_t)
{
    if (is_above_drives(name)) return fail(styx::err::perm);
    return done(CreateDirectoryW(TRY(wide_path(name)).c_str(), nullptr), name);
}

// A link is removed itself: DeleteFile and RemoveDirectory follow none.
Result<> Disk::remove(const std::string& name)
{
    if (is_above_drives(name)) return fail(styx::err::perm);
    auto path = TRY(wide_path(name));
    auto attributes = GetFileAttributesW(path.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return fail(disk_error(GetLastError(), name));
    return done(attributes & FILE_ATTRIBUTE_DIRECTORY ? RemoveDirectoryW(path.c_str()) : DeleteFileW(path.c_str()), name);
}

Result<> Disk::rename(const std::string& name, const std::string& to)
{
    if (is_above_drives(name)) return fail(styx::err::perm);
    return done(MoveFileExW(TRY(wide_path(name)).c_str(), TRY(wide_path(to)).c_str(), MOVEFILE_WRITE_THROUGH), name);
}

Result<> Disk::change(const std::string& name, const styx::Stat& wanted)
{
    if (is_above_drives(name)) return fail(styx::err::perm);
    auto access = FILE_WRITE_ATTRIBUTES | (wanted.length != untouched64 ? DWORD(GENERIC_WRITE) : 0);
    Handle h(open_to_look(TRY(wide_path(name)), access));
    if (!h) return fail(disk_error(GetLastError(), name));
    return session::change(h.h, wanted, name);
}

// A directory's names are in NTFS's journal.
Result<> Disk::sync(const std::string& name)
{
    if (is_above_drives(name)) return {};
    auto path = TRY(wide_path(name));
    auto attributes = GetFileAttributesW(path.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return fail(disk_error(GetLastError(), name));
    if (attributes & FILE_ATTRIBUTE_DIRECTORY) return {};
    Handle h(open_to_look(path, GENERIC_WRITE));
    return done(h && flush(h.h), name);
}

}  // namespace session
