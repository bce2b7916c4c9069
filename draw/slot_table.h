// Which glyph is in which slot of a sheet: the glyph used longest ago makes room.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace draw::client {

struct GlyphKey {
    std::uint32_t face = 0, glyph = 0;  // face: the owner's numbering
    auto operator<=>(const GlyphKey&) const = default;
};
struct HashGlyphKey {
    // Faces are few: their numbers go where no glyph's reach.
    std::size_t operator()(GlyphKey key) const { return key.glyph ^ key.face << 20; }
};

class SlotTable {
  public:
    // The slot of a glyph, which now counts as used; none if it is not here.
    std::optional<std::uint16_t> find(GlyphKey);
    bool has(GlyphKey key) const { return index_.contains(key); }
    // A slot for a glyph that is not here: the next one while there are fewer than `capacity`, else that of the glyph used
    // longest ago, which is forgotten.
    std::uint16_t take(GlyphKey, int capacity);
    int size() const { return int(slots_.size()); }

  private:
    struct Slot {
        GlyphKey key;
        std::uint64_t used = 0;
    };
    std::vector<Slot> slots_;
    std::unordered_map<GlyphKey, std::uint16_t, HashGlyphKey> index_;
    std::uint64_t clock_ = 0;
};

}  // namespace draw::client
