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
    bool is_shared = false;  // by scripts: a blank, a digit, a comma
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

std::vector<std::uint32_t> runes_of(std::string_view utf8)
{
    Items only;
    read(only, utf8);
    return std::move(only.runes);
}

// Of the line's runes; the paragraph's others say how those at its ends are ordered.
std::vector<std::int8_t> levels_of(Items& text, const Setting& setting)
{
    auto paragraph = runes_of(setting.before), after = runes_of(setting.after);
    text.around = paragraph;
    text.around.insert(text.around.end(), after.begin(), after.end());
    auto begin = paragraph.size(), end = begin + text.runes.size();
    paragraph.insert(paragraph.end(), text.runes.begin(), text.runes.end());
    paragraph.insert(paragraph.end(), after.begin(), after.end());
    return bidi_levels(paragraph, begin, end, text.direction);
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
        p.is_shared = !has_own(p);
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
            while (end < pieces.size() && is_one_word(pieces[i], pieces[end])) ++end;
            choose_for({pieces.begin() + std::ptrdiff_t(i), pieces.begin() + std::ptrdiff_t(end)});
            i = end;
        }
        return std::move(out_);
    }

  private:
    // What is shared by scripts is of the first face if that has it, whatever it stands beside.
    static bool is_one_word(const Piece& a, const Piece& b)
    {
        return a.script == b.script && a.look == b.look && !a.is_shared && !b.is_shared && !is_plain_script(a.script);
    }

    // Letters that join had better be all of one face.
    void choose_for(std::span<const Piece> word)
    {
        Face* face = word.size() > 1 ? covering(word.front().begin, word.back().end, word[0].look) : nullptr;
        for (Piece piece : word) {
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
            else out_.push_back({rune, rune + 1, piece.script, piece.is_shared, piece.look, covering(rune, rune + 1, piece.look)});
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

Items itemize(Faces& faces, Face& first, std::string_view utf8, const Setting& setting)
{
    Items out;
    out.direction = setting.direction;
    read(out, utf8);
    out.starts = grapheme_starts(out.runes);
    auto levels = levels_of(out, setting);
    auto pieces = pieces_of(out);
    spread_scripts(pieces);
    cut(out, FaceChoice(faces, first, out).choose(pieces), levels);
    reorder(out.items, [](const Item& item) { return item.level; });
    return out;
}

}  // namespace draw::text
