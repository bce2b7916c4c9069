#include "runtime/image/disk.h"

#include "styx/handle_win32.h"
#include "styx/text_win32.h"
#include "styx/user_win32.h"

#include <algorithm>
#include <windows.h>

#include <bcrypt.h>

namespace runtime::image {
namespace {

using styx::narrow, styx::wide, styx::system_reason;

constexpr DWORD share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr DWORD largest_piece = 1 << 30;

std::unexpected<Error> refused(const std::string& what, const std::string& path)
{
    return fail("cannot " + what + " " + path + ": " + system_reason(GetLastError()));
}

HANDLE of(std::intptr_t handle) { return reinterpret_cast<HANDLE>(handle); }

// No file of ours is reached through a link that somebody else made.
std::intptr_t open_file(const std::string& path, DWORD access, DWORD how)
{
    auto h = CreateFileW(wide(path).c_str(), access, share_all,
                         static_cast<SECURITY_ATTRIBUTES*>(styx::for_own_use()), how, FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
    return reinterpret_cast<std::intptr_t>(h);
}

constexpr std::intptr_t none = -1;  // INVALID_HANDLE_VALUE

bool is_missing() { return GetLastError() == ERROR_FILE_NOT_FOUND || GetLastError() == ERROR_PATH_NOT_FOUND; }

OVERLAPPED at(std::uint64_t offset)
{
    OVERLAPPED o{};
    o.Offset = DWORD(offset);
    o.OffsetHigh = DWORD(offset >> 32);
    return o;
}

std::wstring absolute(const std::string& path)
{
    auto asked = wide(path);
    std::wstring all(GetFullPathNameW(asked.c_str(), 0, nullptr, nullptr), L'\0');
    all.resize(GetFullPathNameW(asked.c_str(), DWORD(all.size()), all.data(), nullptr));
    return all;
}

// Far behind any byte of the file: others may read it while it is locked.
constexpr std::uint64_t locked_byte = std::uint64_t(1) << 62;

bool lock(HANDLE file, DWORD how)
{
    auto where = at(locked_byte);
    return LockFileEx(file, how | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &where);
}

}  // namespace

File::~File()
{
    if (handle_ != none) CloseHandle(of(handle_));
}

Result<std::optional<File>> File::open_if_there(const std::string& path)
{
    auto file = open_file(path, GENERIC_READ, OPEN_EXISTING);
    if (file != none) return File(file, path);
    if (is_missing()) return std::nullopt;
    return refused("read", path);
}

Result<File> File::open(const std::string& path)
{
    auto file = open_file(path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    if (file == none) return refused("open", path);
    return File(file, path);
}

Result<File> File::create(const std::string& path)
{
    auto file = open_file(path, GENERIC_READ | GENERIC_WRITE, CREATE_ALWAYS);
    if (file == none) return refused("make", path);
    return File(file, path);
}

Result<std::uint64_t> File::size() const
{
    LARGE_INTEGER bytes{};
    if (!GetFileSizeEx(of(handle_), &bytes)) return refused("read", path_);
    return std::uint64_t(bytes.QuadPart);
}

Result<std::size_t> File::read(std::uint64_t offset, std::span<char> to) const
{
    std::size_t have = 0;
    while (have < to.size()) {
        auto where = at(offset + have);
        DWORD n = 0;
        bool is_read = ReadFile(of(handle_), to.data() + have, DWORD(std::min<std::size_t>(to.size() - have, largest_piece)), &n, &where);
        if (!is_read && GetLastError() != ERROR_HANDLE_EOF) return refused("read", path_);
        if (n == 0) break;
        have += n;
    }
    return have;
}

Result<> File::write(std::uint64_t offset, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto where = at(offset);
        DWORD n = 0;
        if (!WriteFile(of(handle_), bytes.data(), DWORD(std::min<std::size_t>(bytes.size(), largest_piece)), &n, &where))
            return refused("write", path_);
        offset += n;
        bytes.remove_prefix(n);
    }
    return {};
}

Result<> File::cut(std::uint64_t size)
{
    FILE_END_OF_FILE_INFO end{};
    end.EndOfFile.QuadPart = LONGLONG(size);
    if (!SetFileInformationByHandle(of(handle_), FileEndOfFileInfo, &end, sizeof end)) return refused("shorten", path_);
    return {};
}

Result<> File::sync()
{
    if (!FlushFileBuffers(of(handle_))) return refused("sync", path_);
    return {};
}

Result<> File::rename(const std::string& to)
{
    if (!styx::rename_over(absolute(path_), absolute(to))) return refused("rename", path_);
    path_ = to;
    return {};
}

// A question (is_held) holds the lock too, shared and for a moment: that must not keep an owner out.
Result<std::optional<Lock>> Lock::take(const std::string& path)
{
    auto file = open_file(path, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS);
    if (file == none) return refused("lock", path);
    File held(file, path);
    for (int waited = 0; !lock(of(file), LOCKFILE_EXCLUSIVE_LOCK); waited += 5) {
        if (GetLastError() != ERROR_LOCK_VIOLATION && GetLastError() != ERROR_IO_PENDING) return refused("lock", path);
        if (waited >= 250) return std::nullopt;
        Sleep(5);
    }
    // Only for the text of an error: a full disk must not keep a life from running.
    if (held.cut(0)) (void)held.write(0, std::to_string(GetCurrentProcessId()));
    return Lock(std::move(held));
}

bool Lock::is_held(const std::string& path)
{
    auto file = File::open_if_there(path);
    if (!file || !*file) return false;
    auto handle = of((**file).handle_);
    if (!lock(handle, 0)) return GetLastError() == ERROR_LOCK_VIOLATION || GetLastError() == ERROR_IO_PENDING;
    auto where = at(locked_byte);
    UnlockFileEx(handle, 0, 1, 0, &where);
    return false;
}

Result<> make_private_directory(const std::string& path)
{
    bool made = CreateDirectoryW(wide(path).c_str(), static_cast<SECURITY_ATTRIBUTES*>(styx::for_own_use()));
    if (!made && GetLastError() != ERROR_ALREADY_EXISTS) return refused("make", path);
    auto attributes = GetFileAttributesW(wide(path).c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return refused("use", path);
    if (!(attributes & FILE_ATTRIBUTE_DIRECTORY)) return fail("cannot use " + path + ": it is not a directory");
    if (!styx::is_own_file(wide(path))) return fail("cannot use " + path + ": it belongs to someone else");
    return {};
}

Result<std::vector<std::string>> names_in(const std::string& directory)
{
    WIN32_FIND_DATAW entry;
    auto search = FindFirstFileW(wide(directory + "/*").c_str(), &entry);
    if (search == INVALID_HANDLE_VALUE) return refused("read", directory);
    std::vector<std::string> names;
    do {
        auto name = narrow(entry.cFileName);
        if (name != "." && name != "..") names.push_back(name);
    } while (FindNextFileW(search, &entry));
    auto code = GetLastError();
    FindClose(search);
    SetLastError(code);
    if (code != ERROR_NO_MORE_FILES) return refused("read", directory);
    return names;
}

Result<> remove_file(const std::string& path)
{
    if (!DeleteFileW(wide(path).c_str()) && !is_missing()) return refused("remove", path);
    return {};
}

// NTFS keeps a journal of names; there is no call for it.
Result<> sync_directory(const std::string&) { return {}; }

Result<std::uint64_t> random_number()
{
    std::uint64_t n = 0;
    if (BCryptGenRandom(nullptr, reinterpret_cast<unsigned char*>(&n), sizeof n, BCRYPT_USE_SYSTEM_PREFERRED_RNG) < 0)
        return fail("cannot read random bytes");
    return n;
}

}  // namespace runtime::image
