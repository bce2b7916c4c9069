// The programs there are: NAME.wasm, the prepared module, and NAME.so or NAME.dll, native code of it; without that a process
// makes its own, which is slower.
//
//   installed/NAME.*       what a person opens; a new version of Ninth has others of the same names
//   kept/IDENTITY.*        what a life was opened with, as long as there is a life that runs it (life_file.h)
#pragma once

#include "styx/result.h"

#include <set>
#include <string_view>
#include <vector>

namespace session {

class Modules {
  public:
    // Installed: $NINTH_GUESTS, or "guest" beside the program that runs now. Kept: `kept`, which need not be there yet.
    // Error: own_program's (styx/installed.h).
    static Result<Modules> find(std::string kept);
    Modules(std::string installed, std::string kept) : installed_(std::move(installed)), kept_(std::move(kept)) {}

    std::vector<std::string> names() const;          // of those that are installed, sorted
    // Errors: "there is no program called x; there are: clock note", "no program is installed in DIR".
    Result<> check(const std::string& name) const;

    // Of an installed name, or of a kept identity.
    std::string wasm(const std::string& module) const;
    std::string native(const std::string& module) const;
    // The SHA-256 of the prepared wasm, 64 hexadecimal digits: what makes two modules the same (vm.md).
    Result<std::string> identity(const std::string& module) const;

    // Keeps what is installed as `name`; its identity. Errors: the system's, "DIR/x.wasm: file does not exist".
    Result<std::string> keep(const std::string& name) const;
    // Whether that module is kept now; it is, too, if it is installed as `name`.
    bool has(const std::string& identity, const std::string& name) const;
    // Keeps one from elsewhere; `native` is "" where there is none for this system. Errors: "the module does not match its
    // identity", the system's.
    Result<> install(const std::string& identity, std::string_view wasm, std::string_view native) const;
    void forget_all_but(const std::set<std::string>& identities) const;

  private:
    std::string place(const std::string& module) const;
    std::string installed_, kept_;
};

inline constexpr std::uint64_t most_module = std::uint64_t(512) << 20;  // bytes of a file of a module

}  // namespace session
