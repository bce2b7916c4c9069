// The faces there are: a list says which, directories hold the files, and a file is read when first asked for.
//
// A line of the list is `sha256 family style file package`, or `alias name family`, or a comment after #.
#pragma once

#include "draw/text/face.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace draw::text {

class Faces {
  public:
    // list: a file such as assets/fonts/list. A file is looked for in the directories in order and in all below them.
    // Errors: `cannot read LIST`, `LIST: this is no face: LINE`.
    static Result<Faces> open(const std::string& list, std::vector<std::string> directories);

    // The list of assets/fonts, with the faces that lie there and the system's.
    static Result<Faces> installed(const std::string& assets);

    // A family or alias, of style regular or as said after a colon ("sans:bold"), or a hash. The face is good as long
    // as Faces is. Errors: `no font is called NAME`; `font NAME needs FILE: install PACKAGE`;
    // `font HASH is not installed here`, with what to install if the list knows the hash.
    Result<Face*> find(std::string_view name);

    // The face for a rune of text in `first`: first itself, or the first other in the list's order, same style before
    // others, that has the rune; first if none has.
    Face& for_rune(Face& first, std::uint32_t rune);

    // A mask from a cache of at most cache_bytes. Error: `font HASH has no glyph N`.
    Result<const GlyphMask*> mask(Face&, int size, Hinting, std::uint32_t glyph);  // good until the next call
    std::size_t kept_masks() const { return masks_.size(); }

  private:
    struct Row {
        std::string hash, family, style, file, package;
        std::unique_ptr<Face> face;  // once it was read
        bool is_missing = false;     // it was looked for and not found
    };
    using MaskKey = std::tuple<const Face*, int, Hinting, std::uint32_t>;

    explicit Faces(std::vector<std::string> directories) : directories_(std::move(directories)) {}
    Result<> parse(const std::string& list, const std::string& text);
    Result<> add(std::string_view line);
    Result<Face*> load(Row&);
    Result<Face*> find_hash(std::string_view hash);
    std::optional<std::string> path_of(const std::string& file) const;

    static constexpr std::size_t cache_bytes = std::size_t(4) << 20;
    std::vector<std::string> directories_;
    std::map<std::string, std::string, std::less<>> aliases_;
    Library library_ = open_library();  // outlives the faces
    std::vector<Row> rows_;
    std::map<MaskKey, GlyphMask> masks_;
    std::size_t mask_bytes_ = 0;
};

}  // namespace draw::text
