#include "session/modules.h"

#include "session/spawn.h"
#include "session/store.h"
#include "session/words.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <openssl/evp.h>

namespace session {
namespace fs = std::filesystem;

std::string sha256(std::string_view bytes)
{
    constexpr char digits[] = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, EVP_sha256(), nullptr);
    std::string text;
    for (unsigned i = 0; i < size; ++i) text += {digits[sum[i] >> 4], digits[sum[i] & 15]};
    return text;
}

Result<Modules> Modules::find()
{
    const char* named = std::getenv("NINTH_GUESTS");
    if (named && *named) return Modules(named);
    auto program = TRY(own_program());
    return Modules(program.substr(0, program.rfind('/')) + "/guest");
}

std::vector<std::string> Modules::names() const
{
    std::vector<std::string> found;
    std::error_code bad;
    for (auto i = fs::directory_iterator(directory_, bad); !bad && i != fs::directory_iterator(); i.increment(bad)) {
        auto name = i->path().stem().string();
        std::error_code ignored;
        if (i->path().extension() == ".so" && fs::exists(wasm(name), ignored)) found.push_back(name);
    }
    std::ranges::sort(found);
    return found;
}

Result<> Modules::check(const std::string& name) const
{
    auto all = names();
    if (std::ranges::binary_search(all, name)) return {};
    if (all.empty()) return fail("no program is installed in " + directory_);
    std::string list;
    for (auto& n : all)
        if (n.size() != 64) list += " " + n;
    return fail("there is no program called " + name + "; there are:" + list);
}

Result<std::string> Modules::identity(const std::string& name) const
{
    return sha256(TRY(read_file(wasm(name), most_module)));
}

std::string Modules::with_identity(const std::string& wanted, const std::string& name) const
{
    auto all = names();
    for (auto& n : {name, wanted})
        if (std::ranges::binary_search(all, n) && identity(n) == wanted) return n;
    return "";
}

Result<> Modules::install(const std::string& name, std::string_view wasm_bytes, std::string_view native_bytes) const
{
    if (sha256(wasm_bytes) != name) return fail("the module does not match its identity");
    std::error_code bad;
    fs::create_directories(directory_, bad);
    DO(write_durably(native(name), native_bytes));
    return write_durably(wasm(name), wasm_bytes);
}

}  // namespace session
