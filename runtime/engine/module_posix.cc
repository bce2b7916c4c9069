#include "runtime/engine/module.h"
#include "runtime/engine/native/glue.h"

#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <fstream>

namespace runtime {

namespace {

#if defined(__x86_64__)
constexpr unsigned this_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr unsigned this_machine = EM_AARCH64;
#endif

// dlopen maps a file that ends early, and dies of SIGBUS at its first missing page. Linkers put the section headers
// last: a file that holds all of them is whole.
Result<> check_is_whole(const std::string& path)
{
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in) return fail("it is not there");
    auto bytes = std::uint64_t(in.tellg());
    Elf64_Ehdr head{};
    in.seekg(0).read(reinterpret_cast<char*>(&head), sizeof head);
    auto has = std::size_t(in.gcount());
    bool is_elf = has >= SELFMAG && std::memcmp(head.e_ident, ELFMAG, SELFMAG) == 0;
    if (bytes == 0 || (is_elf && has < sizeof head)) return fail("it is cut short");
    if (!is_elf || head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_type != ET_DYN || head.e_machine != this_machine)
        return fail("it is not a shared object of this machine");
    auto headers = std::uint64_t(head.e_shnum) * head.e_shentsize;
    if (head.e_shoff > bytes || headers > bytes - head.e_shoff) return fail("it is cut short");
    return {};
}

}  // namespace

Result<const ninth_module*> load_code(const std::string& path)
{
    DO(check_is_whole(path));
    // Without a slash dlopen would search the system's folders.
    void* object = dlopen(path.find('/') == path.npos ? ("./" + path).c_str() : path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!object) return fail(dlerror());
    auto entry = reinterpret_cast<ninth_module_entry>(dlsym(object, "ninth_module"));
    if (entry) return entry();
    dlclose(object);
    return fail("it holds no module");
}

}  // namespace runtime
