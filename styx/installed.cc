#include "styx/installed.h"

#include "styx/environment.h"
#include "styx/path.h"

namespace styx {

std::string installed(const char* variable, const std::string& name, const std::string& otherwise)
{
    if (auto value = environment(variable); !value.empty()) return value;
    auto program = own_program().value_or("");
    auto beside = program.substr(0, program.rfind('/') + 1) + name;
    std::error_code bad;
    return std::filesystem::is_directory(path_of(beside), bad) ? beside : otherwise;
}

}  // namespace styx
