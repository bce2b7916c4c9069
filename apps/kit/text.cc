#include "apps/kit/text.h"

#include "draw/text/utf8.h"

namespace kit {

namespace {
constexpr std::size_t longest_rune = 4;  // bytes

bool is_word(char c)
{
    auto u = static_cast<unsigned char>(c);
    return u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || u == '_';
}
}  // namespace

std::size_t Text::before(std::size_t offset) const
{
    return offset == 0 ? 0 : rune_at(offset - 1);
}

std::size_t Text::after(std::size_t offset) const
{
    if (offset >= bytes_.size()) return bytes_.size();
    return offset + rune_size(offset);
}

std::size_t Text::rune_size(std::size_t offset) const
{
    auto next = bytes_.piece(offset, std::min(offset + longest_rune, bytes_.size()));
    return draw::text::first_rune(next).size;
}

// Within a well-formed rune is only what its first byte says goes on.
std::size_t Text::rune_at(std::size_t offset) const
{
    if (offset >= bytes_.size()) return bytes_.size();
    if (!draw::text::continues(bytes_[offset])) return offset;
    for (std::size_t back = 1; back < longest_rune && back <= offset; ++back)
        if (rune_size(offset - back) > back) return offset - back;
    return offset;
}

std::size_t Text::word_from(std::size_t offset) const
{
    while (offset > 0 && is_word(bytes_[offset - 1])) --offset;
    return offset;
}

std::size_t Text::word_to(std::size_t offset) const
{
    while (offset < bytes_.size() && is_word(bytes_[offset])) ++offset;
    return offset;
}

void Text::move_to(std::size_t offset, Keep keep)
{
    caret_ = std::min(offset, bytes_.size());
    if (keep == Keep::caret) anchor_ = caret_;
    can_join_ = false;
}

void Text::select(std::size_t anchor, std::size_t caret)
{
    anchor_ = std::min(anchor, bytes_.size());
    caret_ = std::min(caret, bytes_.size());
    can_join_ = false;
}

void Text::apply(std::size_t at, std::size_t n, std::string_view with)
{
    bytes_.replace(at, n, with);
    caret_ = anchor_ = at + with.size();
}

void Text::replace(std::string_view with)
{
    if (!has_selection() && with.empty()) return;
    undone_.clear();
    bool joins = can_join_ && !has_selection() && !done_.empty() && with != "\n" && done_.back().at + done_.back().added.size() == caret_;
    if (joins) {
        done_.back().added += with;
        apply(caret_, 0, with);
        changes_ = ++last_;
        done_.back().changes = changes_;
        return;
    }
    Edit e{from(), selected(), std::string(with), caret_, anchor_, 0};
    apply(e.at, e.removed.size(), with);
    changes_ = ++last_;
    e.changes = changes_;
    done_.push_back(std::move(e));
    can_join_ = !with.empty() && with != "\n";
}

void Text::erase()
{
    replace("");
    can_join_ = false;
}

void Text::undo()
{
    if (done_.empty()) return;
    auto e = std::move(done_.back());
    done_.pop_back();
    bytes_.replace(e.at, e.added.size(), e.removed);
    caret_ = e.caret, anchor_ = e.anchor;
    changes_ = done_.empty() ? 0 : done_.back().changes;
    undone_.push_back(std::move(e));
    can_join_ = false;
}

void Text::redo()
{
    if (undone_.empty()) return;
    auto e = std::move(undone_.back());
    undone_.pop_back();
    apply(e.at, e.removed.size(), e.added);
    changes_ = e.changes;
    done_.push_back(std::move(e));
    can_join_ = false;
}

}  // namespace kit
