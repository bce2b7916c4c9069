#include "runtime/installed_module.h"

#include "runtime/engine/compile.h"
#include "runtime/engine/translate.h"
#include "styx/path.h"

#include <fstream>
#include <iterator>

namespace runtime {

Result<Module> installed_module(const std::string& directory, const std::string& name)
{
    std::error_code bad;
    auto native = directory + "/" + name + NINTH_NATIVE, wasm = directory + "/" + name + ".wasm";
    if (std::filesystem::exists(styx::path_of(native), bad)) return Module::load(native);
    std::ifstream in(styx::path_of(wasm), std::ios::binary);
    if (!in) return fail("module " + name + " is not installed here: there is no " + wasm);
    auto c = TRY(translate(std::string(std::istreambuf_iterator<char>(in), {})));
    return compile(c);
}

}  // namespace runtime
