// The faces there are: a list says which, and a file is looked at when first asked for.
#pragma once

#include "draw/text/face.h"
#include "draw/text/font_files.h"
#include "draw/text/font_list.h"

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace draw::text {

// Whether what is to be shown has a picture in colour first.
enum class Look : std::uint8_t { text, emoji };

class Faces {
  public:
    // list: a file such as assets/fonts/list. A font's file is looked for in the directories in order and in all below
    // them, and then in what was kept. Errors: `cannot read LIST`, `LIST: this is no face: LINE`.
    static Result<Faces> open(const std::string& list, std::vector<std::string> directories, KeptFonts = {});

    // The list of assets/fonts, with the faces that lie there and the system's.
    static Result<Faces> installed(const std::string& assets, KeptFonts = {});

    // A family or alias, of style regular or as said after a colon ("sans:bold"), or a face's name. The face is good as
    // long as Faces is. Errors: `no font is called NAME`; `font NAME needs FILE: install PACKAGE`;
    // `font HASH is not installed here`, with what to install if the list knows the hash.
    Result<Face*> find(std::string_view name);

    // The face that has all the runes: `first`, or the first other in the list's order, of the same style before others;
    // null if there is none. For emoji a face in colour comes before all, for text after all. Runes that only say how
    // others are drawn (joiners, variation selectors) are not asked for.
    Face* covering(Face& first, std::span<const std::uint32_t> runes, Look);

    // What a program is told the face is called, which it then finds for ever, if there is a place for that.
    const FaceName& given(Face&);

    // A glyph of that face, which may be `missing`, from a cache of at most cache_bytes; good until the next call.
    // Errors: find's, `font NAME has no glyph N`.
    Result<const Glyph*> glyph(std::string_view face, int size, Hinting, std::uint32_t glyph);
    std::size_t kept_glyphs() const { return glyphs_.size(); }

  private:
    struct Row;
    // The faces to try one after another, and the answers of first_with.
    struct Chain {
        std::vector<Row*> rows;
        std::unordered_map<std::uint32_t, std::size_t> places;
    };
    struct Row {
        ListedFace listed;
        std::unique_ptr<Face> face;         // once it was opened
        std::optional<Error> problem = {};  // it was looked for and cannot be had
        bool is_given = false;              // a program knows it
        std::array<Chain*, 2> chains = {};  // by look, if it was the first face once
    };
    using GlyphKey = std::tuple<const Face*, int, Hinting, std::uint32_t>;

    Faces(FontList, std::vector<std::string> directories, KeptFonts);
    Result<Face*> load(Row&);
    Result<Face*> find_name(const FaceName&);
    Result<Face*> find_kept(const FaceName&);
    Face* opened(Row&, std::unique_ptr<Face>);
    Chain& chain_after(Row&, Look);
    std::size_t first_with(Chain&, std::uint32_t rune);
    Result<Glyph> make(Face*, int size, Hinting, std::uint32_t glyph);

    static constexpr std::size_t cache_bytes = std::size_t(4) << 20;
    FontList list_;
    FontFiles files_;
    KeptFonts kept_;
    Library library_ = open_library();            // outlives the faces
    std::vector<std::unique_ptr<Row>> rows_;      // the listed ones, then those found by name alone
    std::unordered_map<const Face*, Row*> row_of_;
    std::map<std::pair<std::string, Look>, Chain> chains_;  // by style
    std::map<GlyphKey, Glyph> glyphs_;
    std::size_t glyph_bytes_ = 0;
};

}  // namespace draw::text
