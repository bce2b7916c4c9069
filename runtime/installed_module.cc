#include "runtime/installed_module.h"

#include "runtime/engine/compile.h"
#include "runtime/engine/thread.h"
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
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    Result<Module> module = fail("it was not compiled");
    // Both go down into what is nested: how deep that is, is the module's.
    auto thread = TRY(GuestThread::start([&] {
        auto c = translate(bytes);
        module = c ? compile(*c) : Result<Module>(fail(c.error()));
    }));
    thread.reset();
    return module;
}

}  // namespace runtime
