#include "session/host/users.h"

#include "styx/text_win32.h"

#include <windows.h>

namespace session {

// One user's files are served, and 9P's names of users are no more than names: all of them are that user's.
std::string Users::user(std::uint32_t)
{
    std::lock_guard hold(lock_);
    auto [place, is_new] = users_.try_emplace(0, "user");
    wchar_t name[257];
    DWORD size = 257;
    if (is_new && GetUserNameW(name, &size) && size > 1) place->second = styx::narrow({name, size - 1});
    return place->second;
}

std::string Users::group(std::uint32_t id) { return user(id); }
std::optional<std::uint32_t> Users::group_id(const std::string&) { return {}; }

}  // namespace session
