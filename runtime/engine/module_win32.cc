#include "runtime/engine/module.h"
#include "runtime/engine/native/glue.h"
#include "styx/path.h"
#include "styx/text_win32.h"

#include <fstream>
#include <windows.h>

namespace runtime {

namespace {

template <class T> bool read_at(std::ifstream& in, std::uint64_t at, T& to)
{
    return bool(in.seekg(std::streamoff(at)).read(reinterpret_cast<char*>(&to), sizeof to));
}

// The loader maps a file that ends early and faults at its first missing page: each section's bytes must be there
// (Microsoft, "PE Format").
Result<> check_is_whole(const std::string& path)
{
    std::ifstream in(styx::path_of(path), std::ios::binary | std::ios::ate);
    if (!in) return fail("it is not there");
    auto bytes = std::uint64_t(in.tellg());
    IMAGE_DOS_HEADER dos{};
    IMAGE_NT_HEADERS64 head{};
    if (bytes == 0) return fail("it is cut short");
    bool has_dos = read_at(in, 0, dos);
    in.clear();
    char magic[2] = {};
    in.seekg(0).read(magic, 2);
    if (magic[0] != 'M' || magic[1] != 'Z') return fail("it is not a shared object of this machine");
    in.clear();
    if (!has_dos || !read_at(in, std::uint64_t(dos.e_lfanew), head)) return fail("it is cut short");
    if (head.Signature != IMAGE_NT_SIGNATURE || head.FileHeader.Machine != IMAGE_FILE_MACHINE_AMD64 ||
        !(head.FileHeader.Characteristics & IMAGE_FILE_DLL))
        return fail("it is not a shared object of this machine");
    auto symbols = std::uint64_t(head.FileHeader.PointerToSymbolTable) + std::uint64_t(head.FileHeader.NumberOfSymbols) * sizeof(IMAGE_SYMBOL);
    if (symbols > bytes) return fail("it is cut short");
    auto at = std::uint64_t(dos.e_lfanew) + offsetof(IMAGE_NT_HEADERS64, OptionalHeader) + head.FileHeader.SizeOfOptionalHeader;
    for (int i = 0; i < head.FileHeader.NumberOfSections; ++i, at += sizeof(IMAGE_SECTION_HEADER)) {
        IMAGE_SECTION_HEADER section{};
        bool is_there = read_at(in, at, section);
        if (!is_there || std::uint64_t(section.PointerToRawData) + section.SizeOfRawData > bytes) return fail("it is cut short");
    }
    return {};
}

}  // namespace

Result<const ninth_module*> load_code(const std::string& path)
{
    DO(check_is_whole(path));
    // By an absolute path: the system would search its folders.
    std::error_code bad;
    auto whole = std::filesystem::absolute(styx::path_of(path), bad);
    auto object = LoadLibraryExW(whole.make_preferred().c_str(), nullptr, 0);
    if (!object) return fail(styx::system_reason(GetLastError()));
    auto entry = reinterpret_cast<ninth_module_entry>(reinterpret_cast<void*>(GetProcAddress(object, "ninth_module")));
    if (entry) return entry();
    FreeLibrary(object);
    return fail("it holds no module");
}

}  // namespace runtime
