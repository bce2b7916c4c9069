// Variables for a child: Windows has a child take over this process's.
#pragma once

#include "styx/environment.h"

#include <map>

namespace tests {

// Sets them, "" for none at all, and puts them back.
class Variables {
  public:
    explicit Variables(const std::map<std::string, std::string>& environment)
    {
        for (auto& [name, value] : environment) {
            before_[name] = styx::environment(name.c_str());
            styx::set_environment(name, value);
        }
    }
    ~Variables()
    {
        for (auto& [name, value] : before_) styx::set_environment(name, value);
    }
    Variables(const Variables&) = delete;
    Variables& operator=(const Variables&) = delete;

  private:
    std::map<std::string, std::string> before_;
};

}  // namespace tests
