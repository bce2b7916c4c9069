// The coloured glyphs a program has sent to the server, in one image from which each is drawn by a message of its own.
#pragma once

#include "draw/client.h"
#include "draw/slot_table.h"
#include "draw/text/protocol.h"

namespace draw::client {

class PictureSheet {
  public:
    // For glyphs of an em of `size` pixels.
    PictureSheet(Display&, int size);

    bool fits(const text::Glyph&) const;
    std::optional<std::uint16_t> find(GlyphKey key) { return table_.find(key); }
    // Sends a glyph that fits and is not here. The most_slots() glyphs found or added last stay.
    // Error: the server's, when the sheet cannot be made.
    Result<> add(GlyphKey, const text::Glyph&);
    void draw(Image& dst, Point origin, std::uint16_t slot);

    int most_slots() const { return most_slots_; }

  private:
    struct Slot {
        int left = 0, top = 0, width = 0, height = 0;
    };
    Result<> make_room();
    Rect place(std::uint16_t slot) const;

    Display* display_;
    int cell_, most_slots_;  // cells are square
    int capacity_ = 0;
    std::optional<Image> image_;  // none before the first glyph
    SlotTable table_;
    std::vector<Slot> slots_;
};

}  // namespace draw::client
