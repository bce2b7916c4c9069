#include "runtime/install.h"

#include <cstdlib>
#include <unistd.h>

namespace runtime {

Result<Installed> Installed::find()
{
    char path[4096];
    auto n = readlink("/proc/self/exe", path, sizeof path);
    if (n <= 0) return fail("cannot tell where the program is");
    std::string program(path, std::size_t(n));
    auto value = [](const char* name, std::string otherwise) {
        const char* v = std::getenv(name);
        return v && *v ? std::string(v) : otherwise;
    };
    Installed i;
    i.guests = value("NINTH_GUESTS", program.substr(0, program.rfind('/')) + "/guest");
    auto assets = value("NINTH_ASSETS", NINTH_ASSETS);
    i.fonts = assets + "/fonts/list";
    i.names = assets + "/namespace";
    return i;
}

}  // namespace runtime
