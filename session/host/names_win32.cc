#include "session/host/names.h"

#include "styx/errors.h"
#include "styx/text_win32.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace session {
namespace {

constexpr std::string_view root = "/host";

// What means a device whatever stands before it and behind its first full stop (Microsoft, "Naming Files, Paths, and
// Namespaces").
constexpr std::string_view devices[] = {"CON",  "PRN",  "AUX",  "NUL",  "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8",
                                        "COM9", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "CONIN$", "CONOUT$",
                                        "COM\xc2\xb9", "COM\xc2\xb2", "COM\xc2\xb3", "LPT\xc2\xb9", "LPT\xc2\xb2", "LPT\xc2\xb3"};

bool is_device(std::string_view part)
{
    std::string stem(part.substr(0, part.find('.')));
    while (stem.ends_with(' ')) stem.pop_back();
    for (auto& c : stem) c = char(std::toupper(static_cast<unsigned char>(c)));
    return std::ranges::find(devices, stem) != std::end(devices);
}

// Why a part of a path would mean something else to Windows, or nothing; "" for a good one.
std::string trouble(std::string_view part)
{
    for (unsigned char c : part) {
        if (c < ' ') return "a control character is in it";
        if (std::string_view("<>:\"|?*\\").find(char(c)) != std::string_view::npos) return std::string("it has a ") + char(c);
    }
    if (part.ends_with('.') || part.ends_with(' ')) return "it ends in a full stop or a space";
    if (styx::narrow(styx::wide(part)) != part) return "it is not UTF-8";
    if (is_device(part)) return "it is the name of a device";
    return "";
}

}  // namespace

Result<std::string> system_path(const std::string& name)
{
    if (!name.starts_with(root) || name.size() < root.size() + 2 || name[root.size()] != '/') return fail(styx::err::nonexist);
    auto rest = std::string_view(name).substr(root.size() + 1);
    auto drive = rest.substr(0, rest.find('/'));
    if (drive.size() != 1 || !std::isalpha(static_cast<unsigned char>(drive[0]))) return fail(styx::err::nonexist);
    auto path = std::string(1, char(std::toupper(static_cast<unsigned char>(drive[0])))) + ":/";
    for (rest.remove_prefix(1); !rest.empty();) {
        rest.remove_prefix(1);
        auto part = rest.substr(0, rest.find('/'));
        rest.remove_prefix(part.size());
        if (part.empty()) continue;
        if (auto why = trouble(part); !why.empty()) return fail("not a name of a file on this system: " + name + ": " + why);
        path += std::string(path.ends_with('/') ? "" : "/") + std::string(part);
    }
    return path;
}

// A share has no drive, and no name here.
std::string host_name(const std::string& path)
{
    bool has_drive = path.size() >= 2 && path[1] == ':';
    if (!has_drive) return path;
    auto drive = char(std::tolower(static_cast<unsigned char>(path[0])));
    auto rest = path.substr(2);
    std::ranges::replace(rest, '\\', '/');
    while (rest.ends_with('/')) rest.pop_back();
    return std::string(root) + "/" + drive + rest;
}

}  // namespace session
