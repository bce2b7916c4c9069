#include "session/host/users.h"

#include <array>
#include <grp.h>
#include <pwd.h>

namespace session {
namespace {
using Room = std::array<char, 16 * 1024>;  // more than any entry of getpwuid_r(3) needs here; a longer one is not found
}

std::string Users::user(std::uint32_t id)
{
    std::lock_guard hold(lock_);
    auto [place, is_new] = users_.try_emplace(id, std::to_string(id));
    Room room;
    passwd entry{}, *found = nullptr;
    if (is_new && getpwuid_r(id, &entry, room.data(), room.size(), &found) == 0 && found)
        place->second = found->pw_name;
    return place->second;
}

std::string Users::group(std::uint32_t id)
{
    std::lock_guard hold(lock_);
    auto [place, is_new] = groups_.try_emplace(id, std::to_string(id));
    Room room;
    struct group entry{}, *found = nullptr;
    if (is_new && getgrgid_r(id, &entry, room.data(), room.size(), &found) == 0 && found)
        place->second = found->gr_name;
    return place->second;
}

std::optional<std::uint32_t> Users::group_id(const std::string& name)
{
    Room room;
    struct group entry{}, *found = nullptr;
    if (getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found) != 0 || !found) return {};
    return found->gr_gid;
}

}  // namespace session
