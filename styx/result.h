// Errors are text, as 9P carries them: a Result holds a value or the reason there is none.
//
// No exceptions cross this interface, so the same header serves the servers and the guest
// programs (wasm32, -fno-exceptions). These four names are the only global ones.
#pragma once

#include <expected>
#include <string>
#include <utility>

struct [[nodiscard]] Error {
    std::string text;  // lower case, no full stop, names what was asked: "file does not exist"
    bool operator==(const Error&) const = default;
};

template <class T = void> using Result = std::expected<T, Error>;

// return fail("cannot open " + name) from any function that returns a Result.
inline std::unexpected<Error> fail(std::string text) { return std::unexpected(Error{std::move(text)}); }
inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

// TRY(e) is the value of e, or returns e's error from the enclosing function. May stand within another TRY or DO.
#define TRY(e) NINTH_TRY(e, NINTH_UNIQUE(__COUNTER__))
// DO(e) is TRY for a Result<>, which has no value.
#define DO(e) NINTH_DO(e, NINTH_UNIQUE(__COUNTER__))

#define NINTH_UNIQUE(n) NINTH_UNIQUE_(n)
#define NINTH_UNIQUE_(n) tried_##n##_
#define NINTH_TRY(e, tried)                                           \
    __extension__({                                                   \
        auto tried = (e);                                             \
        if (!tried) return std::unexpected(std::move(tried.error())); \
        *std::move(tried);                                            \
    })
#define NINTH_DO(e, tried)                                                                    \
    do {                                                                                      \
        if (auto tried = (e); !tried) return std::unexpected(std::move(tried.error()));       \
    } while (false)
