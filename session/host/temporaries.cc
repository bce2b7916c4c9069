#include "session/host/temporaries.h"

#include "styx/path.h"

#include <charconv>
#include <optional>
#include <random>

namespace session {
namespace {

constexpr std::string_view mark = ".ninth~";
constexpr std::size_t longest_name = 255;  // bytes, on the file systems there are

struct Parts {
    long pid = 0;
    std::uint32_t birth = 0;
};

std::optional<Parts> parts_of(std::string_view name)
{
    auto at = name.rfind(mark);
    if (!name.starts_with('.') || at == name.npos || at == 0) return {};
    const char* p = name.data() + at + mark.size();
    const char* end = name.data() + name.size();
    Parts parts;
    std::uint64_t n = 0;
    auto number = [&](auto& value) {
        auto [next, error] = std::from_chars(p, end, value);
        p = next;
        return error == std::errc();
    };
    auto dash = [&] { return p != end && *p++ == '-'; };
    if (!number(parts.pid) || !dash() || !number(parts.birth) || !dash() || !number(n) || p != end || parts.pid <= 0)
        return {};
    return parts;
}

}  // namespace

Temporaries::Temporaries() : birth_(std::random_device{}()) {}

std::string Temporaries::name_for(const std::string& file)
{
    std::lock_guard hold(lock_);
    auto tail =
        std::string(mark) + std::to_string(own_process()) + "-" + std::to_string(birth_) + "-" + std::to_string(++made_);
    return "." + file.substr(0, longest_name - 1 - tail.size()) + tail;
}

bool Temporaries::is_one(std::string_view name) { return parts_of(name).has_value(); }

bool Temporaries::is_alive(std::string_view name) const
{
    auto parts = parts_of(name);
    if (!parts) return true;
    if (parts->pid == own_process()) return parts->birth == birth_;
    return is_running(parts->pid);
}

bool Temporaries::remove_stale(const std::string& directory, const std::string& name)
{
    auto path = directory + "/" + name;
    if (is_alive(name) || is_being_made(path)) return false;
    std::error_code bad;
    return std::filesystem::remove(styx::path_of(path), bad);
}

void Temporaries::sweep(const std::string& directory)
{
    {
        std::lock_guard hold(lock_);
        if (!swept_.insert(directory).second) return;
    }
    namespace fs = std::filesystem;
    std::error_code bad;
    for (auto i = fs::directory_iterator(styx::path_of(directory), bad); !bad && i != fs::directory_iterator(); i.increment(bad))
        if (auto name = styx::text_of(i->path().filename()); is_one(name)) remove_stale(directory, name);
}

}  // namespace session
