// Names of users and groups, as the system knows them.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace session {

// Remembers what it has asked. May block (a directory service); any thread.
class Users {
  public:
    std::string user(std::uint32_t id);   // the number where there is no name
    std::string group(std::uint32_t id);
    std::optional<std::uint32_t> group_id(const std::string& name);

  private:
    std::mutex lock_;
    std::map<std::uint32_t, std::string> users_, groups_;  // under lock_
};

}  // namespace session
