// The crash policy: which image a program that died is thawed from next, or that it is not.
//
// Pure: no clock, no files.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace session {

inline constexpr std::uint64_t newest_image = ~std::uint64_t(0);
inline constexpr std::uint64_t quick_death_msec = 10'000;  // dying so soon after its thaw counts as dying again
inline constexpr unsigned most_deaths = 5;                 // in a row; then it stays dead

enum class Death {
    killed,    // it had drawn, and went without a word: by somebody else's hand
    never_up,  // it went without a word before it had drawn
    trapped,   // by what is in the image, most likely
};

struct Tries {
    unsigned deaths = 0;                  // in a row
    std::uint64_t bound = newest_image;   // the image last thawed: what was written after it is no older
    std::uint64_t thawed = 0;             // msec, when that was
};

// What to thaw: the newest image at or before this sequence (newest_image: any). None: it stays dead.
//
// Killed: the newest, however often. Never up: the newest; trapped: one older than the last tried. Dying again of itself
// within quick_death_msec of a thaw steps further back than what was thawed then; at the oldest there is no further.
// `images`: sequences of the whole images, rising.
std::optional<std::uint64_t> next_try(Tries&, Death, std::span<const std::uint64_t> images, std::uint64_t now);

}  // namespace session
