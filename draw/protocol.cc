#include "draw/protocol.h"

#include "draw/errors.h"
#include "draw/messages.h"

namespace draw {
namespace {

constexpr MessageRow table[] = {
    {'b', "id[4] screenid[4] refresh[1] chan[4] repl[1] R[4*4] clipR[4*4] rrggbbaa[4]", nullptr, run_allocate,
     "make an image of one colour, or a window if screenid is not 0", Effect::structure},
    {'f', "id[4]", nullptr, run_free, "free an image", Effect::structure},
    {'A', "id[4] imageid[4] fillid[4] public[1]", nullptr, run_screen, "make an image a screen, for windows to lie on"},
    {'F', "id[4]", nullptr, run_free_screen, "free a screen", Effect::structure},
    {'S', "id[4] chan[4]", nullptr, run_join_screen, "use a public screen"},
    {'t', "top[1] n[2] ...n*id[4]", tail_stack, run_stack, "move windows to the front, or to the rear if top is 0", Effect::structure},
    {'o', "id[4] r.min[2*4] screenr.min[2*4]", nullptr, run_origin, "move a window and its coordinates", Effect::structure},
    {'n', "id[4] j[1] ...name[j]", tail_attach, run_attach, "give an id to a named image"},
    {'N', "id[4] in[1] j[1] ...name[j]", tail_name, run_name, "name an image, or end the name if in is 0"},
    {'c', "dstid[4] repl[1] clipR[4*4]", nullptr, run_clip, "set replication and clipping", Effect::structure},
    {'d', "dstid[4] srcid[4] maskid[4] R[4*4] srcP[2*4] maskP[2*4]", nullptr, run_draw, "draw"},
    {'O', "op[1]", nullptr, run_operator, "set the operator of the next drawing message"},
    {'e', "dstid[4] srcid[4] centre[2*4] a[4] b[4] thick[4] sp[2*4] alpha[4] phi[4]", nullptr, run_ellipse,
     "draw an ellipse, or an arc if bit 31 of alpha is set"},
    {'E', "dstid[4] srcid[4] centre[2*4] a[4] b[4] thick[4] sp[2*4] alpha[4] phi[4]", nullptr, run_ellipse,
     "fill an ellipse, or a sector"},
    {'L', "dstid[4] P0[2*4] P1[2*4] end0[4] end1[4] radius[4] srcid[4] sp[2*4]", nullptr, run_line, "draw a line"},
    {'p', "dstid[4] n[2] end0[4] end1[4] radius[4] srcid[4] sp[2*4] ...(n+1)*P", tail_points, run_polyline,
     "draw lines from point to point"},
    {'P', "dstid[4] n[2] wind[4] ignore[2*4] srcid[4] sp[2*4] ...(n+1)*P", tail_points, run_fill_polygon,
     "fill a polygon"},
    {'i', "fontid[4] nchars[4] ascent[1]", nullptr, run_font, "make an image a font"},
    {'l', "fontid[4] srcid[4] index[2] R[4*4] P[2*4] left[1] width[1]", nullptr, run_glyph,
     "copy a character into a font's image"},
    {'s', "dstid[4] srcid[4] fontid[4] P[2*4] clipR[4*4] sp[2*4] ni[2] ...ni*index[2]", tail_string, run_string,
     "draw characters"},
    {'x', "dstid[4] srcid[4] fontid[4] P[2*4] clipR[4*4] sp[2*4] ni[2] bgid[4] bgpt[2*4] ...ni*index[2]",
     tail_string_background, run_string, "draw characters on a background"},
    {'y', "id[4] R[4*4] ...pixels", tail_load, run_load, "replace pixels"},
    {'Y', "id[4] R[4*4] ...packed", tail_packed, run_load, "replace pixels by compressed ones (image(6))"},
    {'r', "id[4] R[4*4]", nullptr, run_read, "have pixels answer the next read"},
    {'v', "", nullptr, run_visible, "show what was drawn"},
    {'D', "debug[1]", nullptr, run_debug, "accepted and ignored"},
    {'J', "", nullptr, run_bind_screen, "bind id 0 to the screen (plan9port)", Effect::structure},
    {'I', "", nullptr, run_info, "have image information answer the next read (plan9port)"},
    {'q', "n[1] ...query[n]", tail_query, run_query,
     "have facts answer the next read: d, the dots per inch (plan9port)"},
};

}  // namespace

std::span<const MessageRow> message_table() { return table; }

const MessageRow* find_message(char letter)
{
    for (const MessageRow& row : table)
        if (row.letter == letter) return &row;
    return nullptr;
}

Result<std::size_t> message_size(State& state, std::string_view bytes)
{
    const MessageRow* row = bytes.empty() ? nullptr : find_message(bytes[0]);
    if (!row) return fail(errors::bad_command);
    std::size_t size = 1 + fixed_size(row->arguments);
    if (bytes.size() < size) return fail(errors::short_message);
    if (row->tail) size += TRY(row->tail(state, bytes));
    if (bytes.size() < size) return fail(errors::short_message);
    return size;
}

}  // namespace draw
