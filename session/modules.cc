#include "session/modules.h"

#include "session/store.h"
#include "session/words.h"
#include "styx/digest.h"
#include "styx/installed.h"
#include "styx/path.h"

#include <algorithm>

namespace session {
namespace fs = std::filesystem;

Result<Modules> Modules::find()
{
    auto program = TRY(styx::own_program());
    return Modules(styx::installed("NINTH_GUESTS", "guest", program.substr(0, program.rfind('/')) + "/guest"));
}

std::vector<std::string> Modules::names() const
{
    std::vector<std::string> found;
    std::error_code bad;
    for (auto i = fs::directory_iterator(styx::path_of(directory_), bad); !bad && i != fs::directory_iterator(); i.increment(bad)) {
        auto name = styx::text_of(i->path().stem());
        if (i->path().extension() == ".wasm") found.push_back(name);
    }
    std::ranges::sort(found);
    return found;
}

Result<> Modules::check(const std::string& name) const
{
    auto all = names();
    if (std::ranges::binary_search(all, name)) return {};
    if (all.empty()) return fail("no program is installed in " + directory_);
    std::string list;
    for (auto& n : all)
        if (n.size() != 64) list += " " + n;
    return fail("there is no program called " + name + "; there are:" + list);
}

Result<std::string> Modules::identity(const std::string& name) const
{
    return styx::sha256(TRY(read_file(wasm(name), most_module)));
}

std::string Modules::with_identity(const std::string& wanted, const std::string& name) const
{
    auto all = names();
    for (auto& n : {name, wanted})
        if (std::ranges::binary_search(all, n) && identity(n) == wanted) return n;
    return "";
}

Result<> Modules::install(const std::string& name, std::string_view wasm_bytes, std::string_view native_bytes) const
{
    if (styx::sha256(wasm_bytes) != name) return fail("the module does not match its identity");
    std::error_code bad;
    fs::create_directories(styx::path_of(directory_), bad);
    if (!native_bytes.empty()) DO(write_durably(native(name), native_bytes));
    return write_durably(wasm(name), wasm_bytes);
}

}  // namespace session
