#include "runtime/engine/compile.h"

#include "runtime/engine/native/glue.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <libtcc.h>
#include <mutex>

namespace runtime {

namespace {

// libtcc calls these for what its code generator has no instructions for; their names are its own library's (libtcc1).
double from_u64(std::uint64_t n) { return double(n); }
float float_from_u64(std::uint64_t n) { return float(n); }
std::uint64_t to_u64(double d) { return std::uint64_t(d); }
std::uint64_t float_to_u64(float f) { return std::uint64_t(f); }

// Zero is not asked of the first four: the generated code looks first.
int clz(std::uint32_t n) { return std::countl_zero(n); }
int clzll(std::uint64_t n) { return std::countl_zero(n); }
int ctz(std::uint32_t n) { return std::countr_zero(n); }
int ctzll(std::uint64_t n) { return std::countr_zero(n); }
int popcount(std::uint32_t n) { return std::popcount(n); }
int popcountll(std::uint64_t n) { return std::popcount(n); }

struct Symbol {
    const char* name;
    const void* at;
};
template <class F> const void* at(F* f) { return reinterpret_cast<const void*>(f); }
template <class T> using One = T(T);
template <class T> using Two = T(T, T);

const Symbol symbols[] = {
    {"memcpy", at<void*(void*, const void*, std::size_t)>(std::memcpy)},
    {"memmove", at<void*(void*, const void*, std::size_t)>(std::memmove)},
    {"memset", at<void*(void*, int, std::size_t)>(std::memset)},
    {"calloc", at<void*(std::size_t, std::size_t)>(std::calloc)},
    {"free", at<void(void*)>(std::free)},
    {"floor", at<One<double>>(std::floor)},
    {"ceil", at<One<double>>(std::ceil)},
    {"trunc", at<One<double>>(std::trunc)},
    {"nearbyint", at<One<double>>(std::nearbyint)},
    {"fabs", at<One<double>>(std::fabs)},
    {"sqrt", at<One<double>>(std::sqrt)},
    {"copysign", at<Two<double>>(std::copysign)},
    {"floorf", at<One<float>>(std::floor)},
    {"ceilf", at<One<float>>(std::ceil)},
    {"truncf", at<One<float>>(std::trunc)},
    {"nearbyintf", at<One<float>>(std::nearbyint)},
    {"fabsf", at<One<float>>(std::fabs)},
    {"sqrtf", at<One<float>>(std::sqrt)},
    {"copysignf", at<Two<float>>(std::copysign)},
    {"__floatundidf", at(from_u64)},
    {"__floatundisf", at(float_from_u64)},
    {"__fixunsdfdi", at(to_u64)},
    {"__fixunssfdi", at(float_to_u64)},
    {"ninth_clz", at(clz)},
    {"ninth_clzll", at(clzll)},
    {"ninth_ctz", at(ctz)},
    {"ninth_ctzll", at(ctzll)},
    {"ninth_popcount", at(popcount)},
    {"ninth_popcountll", at(popcountll)},
};

void keep_first(void* to, const char* words)
{
    auto& first = *static_cast<std::string*>(to);
    if (first.empty()) first = words;
}

std::unexpected<Error> no_module(const std::string& why)
{
    return fail("cannot compile module: " + (why.empty() ? "it holds no module" : why));
}

}  // namespace

// libtcc 0.9.27 keeps its state in variables of its own: one compilation at a time.
Result<Module> compile(const std::string& c_source)
{
    static std::mutex one;
    std::lock_guard alone(one);
    std::string why;
    auto tcc = std::shared_ptr<TCCState>(tcc_new(), tcc_delete);
    tcc_set_error_func(tcc.get(), &why, keep_first);
    tcc_set_options(tcc.get(), "-nostdlib -nostdinc -w");
    tcc_set_output_type(tcc.get(), TCC_OUTPUT_MEMORY);
    for (auto& s : symbols) tcc_add_symbol(tcc.get(), s.name, s.at);
    if (tcc_compile_string(tcc.get(), c_source.c_str()) != 0) return no_module(why);
    if (tcc_relocate(tcc.get(), TCC_RELOCATE_AUTO) != 0) return no_module(why);
    auto entry = reinterpret_cast<ninth_module_entry>(tcc_get_symbol(tcc.get(), "ninth_module"));
    if (!entry) return no_module("");
    auto module = Module::of(entry(), tcc);
    return module ? module : no_module(module.error().text);
}

}  // namespace runtime
