#include "runtime/engine/module.h"

#include "runtime/engine/native/glue.h"

namespace runtime {

Result<Module> Module::of(const ninth_module* code, std::shared_ptr<void> owner)
{
    if (!code || code->version != NINTH_GLUE_VERSION) return fail("it was built for another version of Ninth");
    return Module(code, std::move(owner));
}

Result<Module> Module::load(const std::string& path)
{
    auto code = load_code(path);
    auto module = code ? of(*code, nullptr) : Result<Module>(fail(code.error()));
    if (!module) return fail("cannot load module " + path + ": " + module.error().text);
    return module;
}

std::string Module::identity() const { return code_->identity; }

}  // namespace runtime
