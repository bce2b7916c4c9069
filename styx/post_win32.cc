// A post is a file that holds the name of a pipe, which no one can foretell: who may read the file may dial, and that is
// who may enter its directory. The file outlives its pipe; then nobody answers, as at a dead Unix socket.
#include "styx/post.h"

#include "styx/handle_win32.h"
#include "styx/loop.h"
#include "styx/text_win32.h"
#include "styx/user_win32.h"

#include <array>
#include <cstdio>
#include <uv.h>
#include <windows.h>

#include <bcrypt.h>

namespace styx {

const std::size_t longest_post = 32767;  // of a file's path

namespace {

constexpr std::string_view pipe_prefix = "\\\\.\\pipe\\ninth-";

std::string reason() { return system_reason(GetLastError()); }

std::string temporary(const std::string& path) { return path + "~" + std::to_string(GetCurrentProcessId()); }

std::string new_pipe_name()
{
    std::array<unsigned char, 16> bytes{};
    BCryptGenRandom(nullptr, bytes.data(), ULONG(bytes.size()), BCRYPT_USE_SYSTEM_PREFERRED_RNG);
    std::string name(pipe_prefix);
    for (auto byte : bytes) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", byte);
        name += digits;
    }
    return name;
}

bool write_file(const std::string& path, const std::string& text)
{
    auto h = CreateFileW(wide(path).c_str(), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, CREATE_ALWAYS, 0, nullptr);
    if (h == INVALID_HANDLE_VALUE) return false;
    DWORD n = 0;
    bool done = WriteFile(h, text.data(), DWORD(text.size()), &n, nullptr) && n == text.size();
    CloseHandle(h);
    return done;
}

bool answers(const std::string& path)
{
    auto name = dial_name(path);
    if (!name) return false;
    auto h = CreateFileW(wide(*name).c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    if (h == INVALID_HANDLE_VALUE) return GetLastError() == ERROR_PIPE_BUSY;
    CloseHandle(h);
    return true;
}

// One at a time in this run directory, which a mutex of its path's name sees to.
class Turn {
  public:
    explicit Turn(const std::string& path)
    {
        auto name = L"Local\\ninth-post-" + std::to_wstring(std::hash<std::string>{}(path.substr(0, path.rfind('/'))));
        mutex_ = CreateMutexW(nullptr, FALSE, name.c_str());
        if (mutex_) WaitForSingleObject(mutex_, INFINITE);
    }
    ~Turn()
    {
        if (!mutex_) return;
        ReleaseMutex(mutex_);
        CloseHandle(mutex_);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    HANDLE mutex_;
};

}  // namespace

Result<> bind_post(const std::string& path, const std::function<int(const std::string&)>& bind)
{
    auto attributes = GetFileAttributesW(wide(path).c_str());
    bool is_other = attributes != INVALID_FILE_ATTRIBUTES && !dial_name(path);
    if (is_other) return fail("unix!" + path + ": a file is in the way");
    auto name = new_pipe_name();
    if (!write_file(temporary(path), name)) return fail("unix!" + path + ": " + reason());
    int r = bind(name);
    if (r == 0) return {};
    DeleteFileW(wide(temporary(path)).c_str());
    return fail("unix!" + path + ": " + uv_strerror(r));
}

// Of two that start at once the second finds that the first listens already.
Result<> publish_post(const std::string& path)
{
    Turn turn(path);
    if (answers(path)) {
        DeleteFileW(wide(temporary(path)).c_str());
        return fail("unix!" + path + ": someone is listening there already");
    }
    if (!rename_over(wide(temporary(path)), wide(path))) return fail("unix!" + path + ": " + reason());
    return {};
}

void take_post_away(const std::string& path) { DeleteFileW(wide(path).c_str()); }

Result<std::string> dial_name(const std::string& path)
{
    auto h = CreateFileW(wide(path).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0, nullptr);
    if (h == INVALID_HANDLE_VALUE) return fail(reason());
    std::array<char, 256> text;
    DWORD n = 0;
    bool is_read = ReadFile(h, text.data(), DWORD(text.size()), &n, nullptr);
    CloseHandle(h);
    std::string_view name(text.data(), n);
    if (!is_read || !name.starts_with(pipe_prefix) || name.size() == text.size()) return fail("nobody listens there");
    return std::string(name);
}

bool is_caller_ours(std::intptr_t pipe)
{
    ULONG pid = 0;
    return GetNamedPipeClientProcessId(HANDLE(pipe), &pid) && is_own_process(pid);
}

bool is_listener_ours(std::intptr_t pipe)
{
    ULONG pid = 0;
    return GetNamedPipeServerProcessId(HANDLE(pipe), &pid) && is_own_process(pid);
}

void ignore_broken_pipes() {}

}  // namespace styx
