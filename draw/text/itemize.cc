#include "draw/text/itemize.h"

#include "draw/text/bidi.h"
#include "draw/text/unicode.h"
#include "draw/text/utf8.h"

#include <hb.h>

#include <algorithm>
#include <array>

namespace draw::text {
namespace {

// A grapheme cluster, or a part of one whose runes no one face has.
struct Piece {
    std::uint32_t begin = 0, end = 0;  // runes
    std::uint32_t script = HB_SCRIPT_COMMON;
    Look look = Look::text;
    Face* face = nullptr;
};

void read(Items& out, std::string_view utf8)
{
    for (std::uint32_t at = 0; at < utf8.size();) {
        Rune rune = first_rune(utf8.substr(at));
        out.runes.push_back(is_control(rune.value) ? replacement : rune.value);
        out.at.push_back(at);
        at += rune.size;
    }
    out.at.push_back(std::uint32_t(utf8.size()));
}

bool is_own(std::uint32_t script) { return script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED && script != HB_SCRIPT_UNKNOWN; }

std::vector<Piece> pieces_of(const Items& text)
{
    std::vector<Piece> out;
    std::span runes = text.runes;
    for (std::size_t i = 0; i < text.starts.size(); ++i) {
        Piece piece{text.starts[i], std::uint32_t(i + 1 < text.starts.size() ? text.starts[i + 1] : runes.size())};
        auto own = runes.subspan(piece.begin, piece.end - piece.begin);
        if (is_emoji(own)) piece.look = Look::emoji;
        for (std::uint32_t rune : own)
            if (auto script = script_of(rune); is_own(script)) {
                piece.script = script;
                break;
            }
        out.push_back(piece);
    }
    return out;
}

// What is common to scripts takes the script before it, or at the beginning the one after it. Emoji are of none.
void spread_scripts(std::vector<Piece>& pieces)
{
    auto has_own = [](const Piece& p) { return is_own(p.script); };
    auto first = std::ranges::find_if(pieces, has_own);
    std::uint32_t script = first == pieces.end() ? std::uint32_t(HB_SCRIPT_COMMON) : first->script;
    for (Piece& p : pieces) {
        if (p.look == Look::emoji) p.script = HB_SCRIPT_COMMON;
        else if (has_own(p)) script = p.script;
        else p.script = script;
    }
}

class FaceChoice {
  public:
    FaceChoice(Faces& faces, Face& first, const Items& text) : faces_(faces), first_(first), runes_(text.runes) {}

    // The pieces with faces, some of them cut into runes.
    std::vector<Piece> choose(const std::vector<Piece>& pieces)
    {
        for (std::size_t i = 0; i < pieces.size();) {
            std::size_t end = i + 1;
            while (end < pieces.size() && pieces[end].script == pieces[i].script && pieces[end].look == pieces[i].look) ++end;
            choose_for({pieces.begin() + std::ptrdiff_t(i), pieces.begin() + std::ptrdiff_t(end)});
            i = end;
        }
        return std::move(out_);
    }

  private:
    // Letters that join had better be all of one face.
    void choose_for(std::span<const Piece> stretch)
    {
        Face* face = is_plain_script(stretch[0].script) ? nullptr : covering(stretch.front().begin, stretch.back().end, stretch[0].look);
        for (Piece piece : stretch) {
            piece.face = face ? face : covering(piece.begin, piece.end, piece.look);
            if (piece.face || piece.end - piece.begin == 1) out_.push_back(piece);
            else choose_apart(piece);
        }
    }

    void choose_apart(Piece piece)
    {
        for (std::uint32_t rune = piece.begin; rune < piece.end; ++rune) {
            bool joins = is_ignorable(runes_[rune]) && rune > piece.begin;
            if (joins) out_.back().end = rune + 1;
            else out_.push_back({rune, rune + 1, piece.script, piece.look, covering(rune, rune + 1, piece.look)});
        }
    }

    Face* covering(std::uint32_t begin, std::uint32_t end, Look look) { return faces_.covering(first_, runes_.subspan(begin, end - begin), look); }

    Faces& faces_;
    Face& first_;
    std::span<const std::uint32_t> runes_;
    std::vector<Piece> out_;
};

// A cluster goes as its first rune goes.
void cut(Items& out, const std::vector<Piece>& pieces, std::span<const std::int8_t> levels)
{
    std::size_t start = 0;
    for (const Piece& p : pieces) {
        while (start + 1 < out.starts.size() && out.starts[start + 1] <= p.begin) ++start;
        Item next{p.face, p.script, levels[out.starts[start]], p.look == Look::emoji, p.begin, p.end};
        auto* last = out.items.empty() ? nullptr : &out.items.back();
        if (last && last->face == next.face && last->script == next.script && last->level == next.level && last->is_emoji == next.is_emoji)
            last->end = p.end;
        else
            out.items.push_back(next);
    }
}

}  // namespace

bool is_plain_script(std::uint32_t script)
{
    constexpr std::array plain = {HB_SCRIPT_COMMON, HB_SCRIPT_LATIN, HB_SCRIPT_GREEK,    HB_SCRIPT_CYRILLIC, HB_SCRIPT_HEBREW,
                                  HB_SCRIPT_HAN,    HB_SCRIPT_HANGUL, HB_SCRIPT_HIRAGANA, HB_SCRIPT_KATAKANA, HB_SCRIPT_BOPOMOFO,
                                  HB_SCRIPT_ARMENIAN, HB_SCRIPT_GEORGIAN};
    return std::ranges::find(plain, hb_script_t(script)) != plain.end();
}

Items itemize(Faces& faces, Face& first, std::string_view utf8, Direction direction)
{
    Items out;
    out.direction = direction;
    read(out, utf8);
    out.starts = grapheme_starts(out.runes);
    auto levels = bidi_levels(out.runes, out.direction);
    auto pieces = pieces_of(out);
    spread_scripts(pieces);
    cut(out, FaceChoice(faces, first, out).choose(pieces), levels);
    reorder(out.items, [](const Item& item) { return item.level; });
    return out;
}

}  // namespace draw::text
