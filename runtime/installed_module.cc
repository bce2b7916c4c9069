#include "runtime/installed_module.h"

#include "runtime/engine/compile.h"
#include "runtime/engine/thread.h"
#include "runtime/engine/translate.h"
#include "styx/digest.h"
#include "styx/path.h"

#include <cstdio>
#include <fstream>
#include <iterator>

namespace runtime {

namespace {

// Both go down into what is nested: how deep that is, is the module's.
Result<Module> translated(const std::string& wasm)
{
    Result<Module> module = fail("it was not compiled");
    auto thread = TRY(GuestThread::start([&] {
        auto c = translate(wasm);
        module = c ? compile(*c) : Result<Module>(fail(c.error()));
    }));
    thread.reset();
    return module;
}

}  // namespace

Result<Module> installed_module(const ModulePlaces& places, const std::string& name)
{
    auto base = (styx::is_sha256(name) ? places.kept : places.installed) + "/" + name;
    std::error_code bad;
    if (std::filesystem::exists(styx::path_of(base + NINTH_NATIVE), bad)) {
        auto module = Module::load(base + NINTH_NATIVE);
        if (module) return module;
        std::fprintf(stderr, "%s; it is compiled anew\n", module.error().text.c_str());
    }
    std::ifstream in(styx::path_of(base + ".wasm"), std::ios::binary);
    if (!in) return fail("module " + name + " is not installed here: there is no " + base + ".wasm");
    auto module = translated(std::string(std::istreambuf_iterator<char>(in), {}));
    if (!module) return fail(base + ".wasm is no module that can run here: " + module.error().text);
    return module;
}

}  // namespace runtime
