#include "session/host/disk_error_win32.h"
#include "session/host/disk_win32.h"
#include "styx/errors.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace session {
namespace {

constexpr DWORD access_of[] = {GENERIC_READ, GENERIC_WRITE, GENERIC_READ | GENERIC_WRITE, GENERIC_READ};  // by open(5)'s OREAD …

OVERLAPPED at(std::uint64_t offset)
{
    OVERLAPPED o{};
    o.Offset = DWORD(offset);
    o.OffsetHigh = DWORD(offset >> 32);
    return o;
}

bool is_offset(std::uint64_t offset, std::uint64_t count)
{
    return offset <= std::uint64_t(std::numeric_limits<std::int64_t>::max()) - count;
}

std::uint64_t whole(const FILETIME& t) { return std::uint64_t(t.dwHighDateTime) << 32 | t.dwLowDateTime; }

// A clock may stand still for 15 msec: two writes within them would have one version (disk_file_posix.cc). And a handle
// that has set the time is not written by with a new one any more (FILE_BASIC_INFORMATION): then it is for us to do.
void be_newer(HANDLE h, const BY_HANDLE_FILE_INFORMATION& before)
{
    constexpr std::uint64_t a_second = 10'000'000;
    BY_HANDLE_FILE_INFORMATION now{};
    if (!GetFileInformationByHandle(h, &now)) return;
    auto was = whole(before.ftLastWriteTime), is = whole(now.ftLastWriteTime);
    if (is > was) return;
    FILETIME clock{};
    GetSystemTimePreciseAsFileTime(&clock);
    bool was_wished = was > whole(clock) + a_second;  // a date that ends with the write, as ever
    auto newer = was_wished ? whole(clock) : std::max(whole(clock), was + 1);
    FILETIME time{DWORD(newer), DWORD(newer >> 32)};
    SetFileTime(h, nullptr, nullptr, &time);
}

}  // namespace

std::intptr_t DiskFile::handle() const { return replacement_ ? replacement_->handle() : handle_; }

DiskFile::~DiskFile()
{
    if (handle_ != -1) CloseHandle(of(handle_));
}

Result<std::unique_ptr<DiskFile>> DiskFile::open(Disk& disk, const std::string& path, std::uint8_t mode)
{
    DO(disk.check_within(path));
    auto f = std::unique_ptr<DiskFile>(new DiskFile(disk, path));
    if (mode & styx::OTRUNC && styx::can_write(mode)) f->replacement_ = TRY(Replacement::begin(disk.temporaries, path));
    if (!f->replacement_) DO(f->open_in_place(mode));
    return f;
}

Result<> DiskFile::open_in_place(std::uint8_t mode)
{
    auto path = TRY(wide_path(path_));
    auto h = CreateFileW(path.c_str(), access_of[mode & 3], share_all, nullptr, OPEN_EXISTING, 0, nullptr);
    auto code = GetLastError();
    handle_ = reinterpret_cast<std::intptr_t>(h);
    if (handle_ != -1) return {};
    auto attributes = GetFileAttributesW(path.c_str());
    bool is_directory = attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY;
    if (is_directory) return fail(styx::err::is_dir);
    return fail(disk_error(code, path_));
}

Result<std::unique_ptr<DiskFile>> DiskFile::create(Disk& disk, const std::string& path, std::uint32_t perm, std::uint8_t mode)
{
    if (is_fixed(path)) return fail(styx::err::perm);
    DO(disk.check_within(path));
    auto f = std::unique_ptr<DiskFile>(new DiskFile(disk, path));
    bool appends = perm & styx::DMAPPEND;
    auto access = appends ? (access_of[mode & 3] & GENERIC_READ) | FILE_APPEND_DATA | FILE_WRITE_ATTRIBUTES | SYNCHRONIZE : access_of[mode & 3];
    DWORD attributes = perm & 0200 ? FILE_ATTRIBUTE_NORMAL : FILE_ATTRIBUTE_READONLY;
    f->handle_ = reinterpret_cast<std::intptr_t>(
        CreateFileW(TRY(wide_path(path)).c_str(), access, share_all, nullptr, CREATE_NEW, attributes | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    f->is_new_ = true;
    if (f->handle_ == -1) return fail(disk_error(GetLastError(), path));
    return f;
}

Result<std::string> DiskFile::read(std::uint64_t offset, std::uint32_t count)
{
    if (!is_offset(offset, count)) return std::string();
    std::string bytes(count, '\0');
    auto where = at(offset);
    DWORD n = 0;
    if (!ReadFile(of(handle()), bytes.data(), count, &n, &where) && GetLastError() != ERROR_HANDLE_EOF)
        return fail(disk_error(GetLastError(), path_));
    bytes.resize(n);
    return bytes;
}

Result<> DiskFile::write(std::uint64_t offset, std::string_view bytes)
{
    if (!is_offset(offset, bytes.size())) return fail("file is too large: " + path_);
    auto h = of(handle());
    BY_HANDLE_FILE_INFORMATION before{};
    GetFileInformationByHandle(h, &before);
    while (!bytes.empty()) {
        auto where = at(offset);
        DWORD n = 0;
        if (!WriteFile(h, bytes.data(), DWORD(bytes.size()), &n, &where)) {
            auto why = disk_error(GetLastError(), path_);
            if (replacement_) replacement_->spoil(why);
            return fail(why);
        }
        bytes.remove_prefix(n);
        offset += n;
    }
    be_newer(h, before);
    return {};
}

Result<std::size_t> DiskFile::write_some(std::string_view) { return fail(styx::err::perm); }
Result<std::intptr_t> DiskFile::duplicate() const { return fail(styx::err::perm); }

Result<styx::Stat> DiskFile::stat(const std::string& name)
{
    BY_HANDLE_FILE_INFORMATION info{}, held{};
    bool is_known = GetFileInformationByHandle(of(replacement_ ? replacement_->identity() : handle_), &info) &&
                    GetFileInformationByHandle(of(handle()), &held);
    if (!is_known) return fail(disk_error(GetLastError(), path_));
    info.nFileSizeHigh = held.nFileSizeHigh;
    info.nFileSizeLow = held.nFileSizeLow;
    auto s = describe(disk_.users, info, path_);
    s.name = name;
    return s;
}

// By a handle of its own: what was opened to be read may not be changed by its own.
Result<> DiskFile::change(const styx::Stat& wanted)
{
    Handle again(ReOpenFile(of(handle()), FILE_READ_ATTRIBUTES | access_for(wanted), share_all, 0));
    return session::change(again ? again.h : of(handle()), wanted, path_);
}

// NTFS has the name in its journal.
Result<> DiskFile::sync()
{
    if (replacement_) return replacement_->commit();
    is_new_ = false;
    if (!flush(of(handle_)) && GetLastError() != ERROR_ACCESS_DENIED) return fail(disk_error(GetLastError(), path_));  // only read
    return {};
}

Result<> DiskFile::finish()
{
    if (replacement_ && !replacement_->is_done()) return replacement_->commit();
    return {};
}

}  // namespace session
