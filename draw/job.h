// A draw that has been clipped and looked at: what the rows of compose work from. Inside draw/ only.
#pragma once

#include "draw/compose.h"

namespace draw {

struct Job {
    Image& dst;
    Rect r;
    const Image& src;
    Point sp;
    const Image* mask;  // null where every pixel of the mask is opaque
    Point mp;
    Op op;
    std::optional<Argb> color;  // of a source that is one colour

    int depth() const { return dst.depth(); }
    bool is_opaque_color() const { return color && *color >> 24 == 255; }
    // S and SoverD of an opaque source are the same.
    bool is_plain() const { return op == Op::S || op == Op::SoverD; }
};

// One way of drawing: the first that fits is taken, and the last fits everything.
struct Way {
    const char* name;
    int cost;  // of a pixel, about; the filling of one is 1 (work.h)
    bool (*fits)(const Job&);
    void (*run)(const Job&);
};

// Runs a job piece by piece, and tells the work of each; the rest is left if nobody wants it. Of a job whose source is its
// destination a piece is whole rows, in an order in which no pixel is drawn over that is still to be read; not for one that
// tiles.
void run_in_pieces(const Job&, int cost, void (*run)(const Job&));

void fill_words(std::uint8_t* to, std::uint32_t pixel, int n);  // compose_fast.cc
// Stores pixel all over r, which is inside dst.
void fill_rect(Image& dst, Rect r, std::uint32_t pixel);  // compose_fast.cc, also the next two
// An opaque colour over r of dst through a mask of which mp lies over r.min; all is inside both. Only for such masks.
void solid_rect(Image& dst, Rect r, Argb color, const Image& mask, Point mp);
bool is_solid_mask(const Image& mask, const Image& dst);

inline constexpr int any_cost = 32;
void draw_any(const Job&);   // compose_any.cc
bool fits_fill(const Job&);  // compose_fast.cc, from here on
void draw_fill(const Job&);
bool fits_copy(const Job&);
void draw_copy(const Job&);
bool fits_stencil(const Job&);
void draw_stencil(const Job&);
bool fits_solid(const Job&);
void draw_solid(const Job&);
bool fits_over(const Job&);
void draw_over(const Job&);

}  // namespace draw
