// Which programs are installed here, in one directory: NAME.wasm, the prepared module, and NAME.so or NAME.dll, native
// code of it; without that a process makes its own, which is slower.
#pragma once

#include "styx/result.h"

#include <string_view>
#include <vector>

namespace session {

class Modules {
  public:
    // $NINTH_GUESTS, or "guest" beside the program that runs now. Error: own_program's (styx/installed.h).
    static Result<Modules> find();
    explicit Modules(std::string directory) : directory_(std::move(directory)) {}

    const std::string& directory() const { return directory_; }
    std::vector<std::string> names() const;          // sorted
    // Errors: "there is no program called x; there are: clock note", "no program is installed in DIR".
    Result<> check(const std::string& name) const;
    std::string wasm(const std::string& name) const { return directory_ + "/" + name + ".wasm"; }
    std::string native(const std::string& name) const { return directory_ + "/" + name + NINTH_NATIVE; }

    // The SHA-256 of the prepared wasm, 64 hexadecimal digits: what makes two modules the same (vm.md).
    Result<std::string> identity(const std::string& name) const;
    // The name of a module with this identity, `name` if that has it, or "".
    std::string with_identity(const std::string& identity, const std::string& name) const;
    // Puts a module here under its identity, which becomes its name; `native` is "" where there is none for this system.
    // Errors: "the module does not match its identity", the system's.
    Result<> install(const std::string& identity, std::string_view wasm, std::string_view native) const;

  private:
    std::string directory_;
};

inline constexpr std::uint64_t most_module = std::uint64_t(512) << 20;  // bytes of a file of a module

}  // namespace session
