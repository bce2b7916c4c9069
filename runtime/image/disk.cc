// What of a file and a lock is the same on every system.
#include "runtime/image/disk.h"

namespace runtime::image {

File& File::operator=(File&& other) noexcept
{
    std::swap(handle_, other.handle_);
    std::swap(path_, other.path_);
    return *this;
}

std::string Lock::holder(const std::string& path)
{
    char text[24];
    auto file = File::open_if_there(path);
    if (!file || !*file) return "unknown";
    auto n = (**file).read(0, text);
    std::string_view pid(text, n.value_or(0));
    bool is_number = !pid.empty() && pid.find_first_not_of("0123456789") == std::string_view::npos;
    return is_number ? std::string(pid) : "unknown";
}

}  // namespace runtime::image
