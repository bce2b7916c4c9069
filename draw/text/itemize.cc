#include "draw/text/itemize.h"

#include "draw/text/utf8.h"

#include <hb.h>

#include <algorithm>

namespace draw::text {
namespace {

struct Traits {
    ItemRune rune;
    hb_script_t script;
    enum class Kind { left, right, number, neutral } kind;
    bool follows;  // belongs to the rune before it: a mark, a joiner, a variation selector
    int level = 0;
    Face* face = nullptr;
};

bool is_control(std::uint32_t rune) { return rune < 0x20 || (rune >= 0x7f && rune < 0xa0); }

Traits::Kind kind_of(hb_script_t script, hb_unicode_general_category_t category)
{
    if (category == HB_UNICODE_GENERAL_CATEGORY_DECIMAL_NUMBER) return Traits::Kind::number;
    if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED) return Traits::Kind::neutral;
    return hb_script_get_horizontal_direction(script) == HB_DIRECTION_RTL ? Traits::Kind::right : Traits::Kind::left;
}

Traits traits_of(ItemRune rune)
{
    hb_unicode_funcs_t* unicode = hb_unicode_funcs_get_default();
    auto script = hb_unicode_script(unicode, rune.value);
    auto category = hb_unicode_general_category(unicode, rune.value);
    bool follows = category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
                   category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
                   category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
                   category == HB_UNICODE_GENERAL_CATEGORY_FORMAT;
    return {rune, script, follows ? Traits::Kind::neutral : kind_of(script, category), follows};
}

std::vector<Traits> read(std::string_view utf8)
{
    std::vector<Traits> out;
    for (std::uint32_t at = 0; at < utf8.size();) {
        Rune rune = first_rune(utf8.substr(at));
        out.push_back(traits_of({is_control(rune.value) ? replacement : rune.value, at}));
        at += rune.size;
    }
    return out;
}

// What is common to scripts takes the script before it, or at the beginning the one after it.
void set_scripts(std::vector<Traits>& text)
{
    auto is_own = [](const Traits& t) { return t.script != HB_SCRIPT_COMMON && t.script != HB_SCRIPT_INHERITED; };
    auto first = std::ranges::find_if(text, is_own);
    hb_script_t script = first == text.end() ? HB_SCRIPT_COMMON : first->script;
    for (Traits& t : text) {
        if (is_own(t)) script = t.script;
        t.script = script;
    }
}

// Neutrals between two right-to-left neighbours are of their direction; others are of the line's.
void set_levels(std::vector<Traits>& text)
{
    bool is_right = false;  // the last strong rune's direction
    std::size_t begin = 0;  // of the neutrals not yet decided
    int before = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i].kind == Traits::Kind::neutral) continue;
        if (text[i].kind != Traits::Kind::number) is_right = text[i].kind == Traits::Kind::right;
        text[i].level = !is_right ? 0 : text[i].kind == Traits::Kind::number ? 2 : 1;
        for (; begin < i; ++begin) text[begin].level = before && text[i].level ? 1 : 0;
        before = text[i].level;
        begin = i + 1;
    }
}

// A mark goes with its base, whatever stands between the base and what follows.
void join_marks(std::vector<Traits>& text)
{
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (!text[i].follows) continue;
        text[i].level = text[i - 1].level;
        text[i].face = text[i - 1].face;
    }
}

std::vector<Item> cut(const std::vector<Traits>& text)
{
    std::vector<Item> items;
    for (const Traits& t : text) {
        bool goes_on = !items.empty() && items.back().face == t.face && items.back().level == t.level &&
                       items.back().script == std::uint32_t(t.script);
        if (!goes_on) items.push_back({t.face, std::uint32_t(t.script), t.level, {}});
        items.back().runes.push_back(t.rune);
    }
    return items;
}

// UAX #9, rule L2: reverse what is at each level or above, from the highest down to the lowest odd one.
void reorder(std::vector<Item>& items)
{
    for (int level : {2, 1})
        for (auto begin = items.begin(); begin != items.end();) {
            begin = std::find_if(begin, items.end(), [&](const Item& item) { return item.level >= level; });
            auto end = std::find_if(begin, items.end(), [&](const Item& item) { return item.level < level; });
            std::reverse(begin, end);
            begin = end;
        }
}

}  // namespace

std::vector<Item> itemize(Faces& faces, Face& first, std::string_view utf8)
{
    auto text = read(utf8);
    set_scripts(text);
    set_levels(text);
    for (Traits& t : text) t.face = t.follows && &t != text.data() ? nullptr : &faces.for_rune(first, t.rune.value);
    join_marks(text);
    auto items = cut(text);
    reorder(items);
    return items;
}

}  // namespace draw::text
