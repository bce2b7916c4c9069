#include "runtime/life.h"

#include "styx/handlers.h"
#include "styx/path.h"

#include <fstream>

namespace runtime {

Result<Life> read_life(const std::string& directory)
{
    Life life;
    life.id = directory.substr(directory.rfind('/') + 1);
    std::ifstream in(styx::path_of(directory + "/life"));
    if (!in) return fail("cannot read life " + life.id + ": there is no " + directory + "/life");
    for (std::string line; std::getline(in, line);) {
        auto words = styx::tokens(line);
        if (words.size() < 2) continue;
        auto key = words[0];
        if (key == "name") life.name = words[1];
        else if (key == "module") life.module = words[1];
        else if (key == "directory") life.directory = words[1];
        else if (key == "images") life.has_images = words[1] == "yes";
        else if (key == "home_address") life.home_address = words[1];
        else if (key == "arguments") life.arguments.assign(words.begin() + 1, words.end());
    }
    if (life.module.empty()) return fail("life " + life.id + " names no module");
    life.arguments.insert(life.arguments.begin(), life.name);
    return life;
}

}  // namespace runtime
