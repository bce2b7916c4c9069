#include "session/modules.h"

#include "runtime/image/disk.h"
#include "session/store.h"
#include "session/words.h"
#include "styx/digest.h"
#include "styx/installed.h"
#include "styx/path.h"

#include <algorithm>

namespace session {
namespace {

bool exists(const std::string& path)
{
    std::error_code bad;
    return std::filesystem::exists(styx::path_of(path), bad);
}

std::vector<std::string> names_in(const std::string& directory)
{
    auto names = runtime::image::names_in(directory);
    return names ? *names : std::vector<std::string>();
}

}  // namespace

Result<Modules> Modules::find(std::string kept)
{
    auto program = TRY(styx::own_program());
    return Modules(styx::installed("NINTH_GUESTS", "guest", program.substr(0, program.rfind('/')) + "/guest"), std::move(kept));
}

std::vector<std::string> Modules::names() const
{
    std::vector<std::string> found;
    for (auto& name : names_in(installed_))
        if (name.ends_with(".wasm")) found.push_back(name.substr(0, name.size() - 5));
    std::ranges::sort(found);
    return found;
}

Result<> Modules::check(const std::string& name) const
{
    auto all = names();
    if (std::ranges::binary_search(all, name)) return {};
    if (all.empty()) return fail("no program is installed in " + installed_);
    std::string list;
    for (auto& n : all) list += " " + n;
    return fail("there is no program called " + name + "; there are:" + list);
}

std::string Modules::place(const std::string& module) const
{
    return (styx::is_sha256(module) ? kept_ : installed_) + "/" + module;
}

std::string Modules::wasm(const std::string& module) const { return place(module) + ".wasm"; }
std::string Modules::native(const std::string& module) const { return place(module) + NINTH_NATIVE; }

Result<std::string> Modules::identity(const std::string& module) const
{
    if (styx::is_sha256(module)) return module;
    return styx::sha256(TRY(read_file(wasm(module), most_module)));
}

Result<std::string> Modules::keep(const std::string& name) const
{
    auto bytes = TRY(read_file(wasm(name), most_module));
    auto id = styx::sha256(bytes);
    if (exists(wasm(id))) return id;
    auto code = exists(native(name)) ? TRY(read_file(native(name), most_module)) : "";
    DO(install(id, bytes, code));
    return id;
}

bool Modules::has(const std::string& id, const std::string& name) const
{
    if (!styx::is_sha256(id)) return false;
    if (exists(wasm(id))) return true;
    return check(name) && identity(name) == id && keep(name);
}

// The wasm comes last: where it is, all is.
Result<> Modules::install(const std::string& id, std::string_view wasm_bytes, std::string_view native_bytes) const
{
    if (styx::sha256(wasm_bytes) != id) return fail("the module does not match its identity");
    DO(runtime::image::make_private_directory(kept_));
    if (!native_bytes.empty()) DO(write_durably(native(id), native_bytes));
    return write_durably(wasm(id), wasm_bytes);
}

void Modules::forget_all_but(const std::set<std::string>& identities) const
{
    for (auto& name : names_in(kept_))
        if (!identities.contains(name.substr(0, name.find('.')))) (void)runtime::image::remove_file(kept_ + "/" + name);
}

}  // namespace session
