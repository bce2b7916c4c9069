#include "styx/places.h"

#include "styx/environment.h"
#include "styx/text_win32.h"
#include "styx/user_win32.h"

#include <algorithm>
#include <windows.h>

namespace styx {
namespace {

// With / between its names, from a drive or a share on.
Result<std::string> absolute(const std::string& path)
{
    auto asked = wide(path);
    std::wstring all(GetFullPathNameW(asked.c_str(), 0, nullptr, nullptr), L'\0');
    all.resize(GetFullPathNameW(asked.c_str(), DWORD(all.size()), all.data(), nullptr));
    if (all.empty()) return fail("cannot use " + path + ": " + system_reason(GetLastError()));
    auto out = narrow(all);
    std::ranges::replace(out, '\\', '/');
    while (out.size() > 3 && out.ends_with('/')) out.pop_back();
    return out;
}

// Where a Windows program keeps what is this machine's alone: a log under way must not roam.
std::string own_data()
{
    auto local = environment("LOCALAPPDATA");
    return (local.empty() ? environment("USERPROFILE") + "/AppData/Local" : local) + "/Ninth";
}

std::string set_or(const char* name, const std::string& otherwise)
{
    auto value = environment(name);
    return value.empty() ? otherwise : value;
}

bool may_write(const std::wstring& directory)
{
    auto h = CreateFileW(directory.c_str(), FILE_ADD_FILE | FILE_LIST_DIRECTORY, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                         nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (h == INVALID_HANDLE_VALUE) return false;
    CloseHandle(h);
    return true;
}

}  // namespace

Result<> own_directory(const std::string& path)
{
    for (std::size_t slash = path.find('/', 3);; slash = path.find('/', slash + 1)) {
        auto part = path.substr(0, slash);
        bool made = CreateDirectoryW(wide(part).c_str(), static_cast<SECURITY_ATTRIBUTES*>(for_own_use()));
        auto code = GetLastError();
        if (!made && code != ERROR_ALREADY_EXISTS && code != ERROR_ACCESS_DENIED)
            return fail("cannot make " + part + ": " + system_reason(code));
        if (slash == std::string::npos) break;
    }
    auto attributes = GetFileAttributesW(wide(path).c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return fail("cannot use " + path + ": " + system_reason(GetLastError()));
    if (!(attributes & FILE_ATTRIBUTE_DIRECTORY)) return fail("cannot use " + path + ": it is not a directory");
    if (!is_own_file(wide(path))) return fail("cannot use " + path + ": it belongs to someone else");
    if (!may_write(wide(path))) return fail("cannot write in " + path + ": " + system_reason(GetLastError()));
    return {};
}

Result<Places> Places::find()
{
    Places p;
    p.state = TRY(absolute(set_or("NINTH_STATE", own_data())));
    p.run = TRY(absolute(set_or("NINTH_RUN", own_data() + "/run")));
    DO(own_directory(p.run));
    p.display = set_or("NINTH_DISPLAY", p.post("display"));
    p.session = set_or("NINTH_SESSION", p.post("session"));
    return p;
}

}  // namespace styx
