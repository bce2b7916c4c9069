// The fonts a life has glyph numbers of. A font may go from the system, or become another of its name, while a program is
// frozen; so a copy of each is kept for as long as there is a life that knows it.
//
//   STATE/fonts/HASH        a font's file, by the SHA-256 of its content
//   STATE/lives/ID/fonts    the hashes that life knows, a line each
//
// A copy gets its name when it is on the disk. One that is damaged all the same has another hash, and is not used.
#pragma once

#include "styx/result.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace runtime::image {

class KnownFonts {
  public:
    // life: its directory. kept: where the copies are, which need not be there yet.
    KnownFonts(std::string life, std::string kept) : life_(std::move(life)), kept_(std::move(kept)) {}

    // The copy of that hash; none if there is none.
    std::optional<std::string> path(const std::string& hash) const;
    // The life knows the font from now on; a copy of another size is written anew. Error: "cannot keep font HASH: " and the system's reason.
    Result<> keep(const std::string& hash, std::string_view bytes);

    // Of the life in that directory; none if it knows none. Error: the system's.
    static Result<std::set<std::string>> of(const std::string& life);

  private:
    Result<> list(const std::string& hash);
    Result<> copy(const std::string& hash, std::string_view bytes);

    std::string life_, kept_;
};

// Of what is kept there, all but these go.
void forget_fonts_but(const std::string& kept, const std::set<std::string>& hashes);

}  // namespace runtime::image
