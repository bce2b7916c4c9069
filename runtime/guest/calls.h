// The system calls as a guest declares them: for each ninth row of the table (runtime/syscalls.h) a function of that
// name, an import of the module. What they mean is in runtime/guest/abi.h; a pointer goes as its address. libc declares
// the wasi rows itself. Only for wasm32.
#pragma once

#include "runtime/syscalls.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace calls {

namespace types {

// A row's letters as a template argument.
template <std::size_t n> struct Letters {
    char at[n];
    static constexpr std::size_t count = n - 1;
    constexpr Letters(const char (&s)[n])
    {
        for (std::size_t i = 0; i < n; ++i) at[i] = s[i];
    }
};

template <char> struct Of;
template <> struct Of<'i'> { using Type = std::int32_t; };
template <> struct Of<'I'> { using Type = std::int64_t; };
template <> struct Of<'v'> { using Type = void; };

template <Letters result, Letters arguments, std::size_t... i>
auto function_of(std::index_sequence<i...>) -> typename Of<result.at[0]>::Type (*)(typename Of<arguments.at[i]>::Type...);

template <Letters arguments, Letters result>
using Function = std::remove_pointer_t<decltype(function_of<result, arguments>(std::make_index_sequence<arguments.count>()))>;

}  // namespace types

#define NINTH_IMPORT_wasi(name, arguments, result)
#define NINTH_IMPORT_ninth(name, arguments, result) \
    [[clang::import_module("ninth"), clang::import_name(#name)]] types::Function<arguments, result> name;
#define NINTH_IMPORT(module, name, arguments, result, kind) NINTH_IMPORT_##module(name, arguments, result)
NINTH_CALLS(NINTH_IMPORT)
#undef NINTH_IMPORT
#undef NINTH_IMPORT_ninth
#undef NINTH_IMPORT_wasi

}  // namespace calls
