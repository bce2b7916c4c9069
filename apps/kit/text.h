// A text that is edited: its bytes, the caret and the selection, and what can be undone. No drawing.
#pragma once

#include "apps/kit/gap.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kit {

class Text {
  public:
    explicit Text(std::string bytes = {}) : bytes_(std::move(bytes)) {}

    std::size_t size() const { return bytes_.size(); }
    char operator[](std::size_t offset) const { return bytes_[offset]; }
    std::string piece(std::size_t from, std::size_t to) const { return bytes_.piece(from, to); }
    std::size_t find(char c, std::size_t from, std::size_t to) const { return bytes_.find(c, from, to); }  // `to`: it is not there
    std::string bytes() const { return piece(0, size()); }
    std::size_t caret() const { return caret_; }            // a byte offset at a rune's start; the moving end
    std::size_t anchor() const { return anchor_; }          // the other end of the selection
    std::size_t from() const { return std::min(caret_, anchor_); }
    std::size_t to() const { return std::max(caret_, anchor_); }
    bool has_selection() const { return caret_ != anchor_; }
    std::string selected() const { return piece(from(), to()); }
    bool is_changed() const { return changes_ != saved_; }  // since mark_saved
    void mark_saved() { saved_ = changes_, can_join_ = false; }

    enum class Keep { caret, anchor };                      // a move takes the anchor along, or leaves it and so selects
    void move_to(std::size_t offset, Keep = Keep::caret);
    void select(std::size_t anchor, std::size_t caret);

    void replace(std::string_view with);                    // the selection; typing joins one undo with the typing before
    void erase();                                           // the selection
    void undo();
    void redo();

    // A byte that is no part of a rune is one by itself (draw/text/utf8.h).
    std::size_t before(std::size_t offset) const;           // the rune's start before it; 0 at the start
    std::size_t after(std::size_t offset) const;
    std::size_t rune_at(std::size_t offset) const;          // the start of the rune that the byte is in
    std::size_t word_from(std::size_t offset) const;        // ends of the word around it
    std::size_t word_to(std::size_t offset) const;

  private:
    struct Edit {
        std::size_t at = 0;
        std::string removed, added;
        std::size_t caret = 0, anchor = 0;  // before it
        long changes = 0;                   // what it made the count, so that undoing a save is a change
    };
    std::size_t rune_size(std::size_t offset) const;
    void apply(std::size_t at, std::size_t n, std::string_view with);
    Gap bytes_;
    std::size_t caret_ = 0, anchor_ = 0;
    std::vector<Edit> done_, undone_;
    long changes_ = 0, saved_ = 0, last_ = 0;
    bool can_join_ = false;
};

}  // namespace kit
