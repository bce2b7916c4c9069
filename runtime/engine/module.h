// A module as native code.
#pragma once

#include "styx/result.h"

#include <memory>
#include <string>

extern "C" {
struct ninth_module;
}

namespace runtime {

class Module {
  public:
    // Loads a shared object that holds a module; it stays loaded. Errors: "cannot load module PATH: ..." with "it is not
    // there", "it is cut short", "it is not a shared object of this machine", "it holds no module", "it was built for
    // another version of Ninth", or the system's own words.
    static Result<Module> load(const std::string& path);

    // Of code that is in memory; `owner` keeps it there. Error: "it was built for another version of Ninth".
    static Result<Module> of(const ninth_module*, std::shared_ptr<void> owner);

    std::string identity() const;  // SHA-256 of the prepared wasm, 64 hex digits: what an image names
    const ninth_module* code() const { return code_; }

  private:
    Module(const ninth_module* code, std::shared_ptr<void> owner) : code_(code), owner_(std::move(owner)) {}
    const ninth_module* code_;
    std::shared_ptr<void> owner_;
};

// In module_posix.cc: the one function of a shared object, or why there is none. Errors are what follows "PATH: ".
Result<const ninth_module*> load_code(const std::string& path);

}  // namespace runtime
