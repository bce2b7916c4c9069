// An image: a rectangle of pixels in an arena, and how it is read (clipping, replication).
//
// Pixels: dy() rows of `stride` bytes, the first byte of a row holding pixel r.min.x; rows are padded to 4 bytes
// and the bits no pixel owns are always zero.
#pragma once

#include "draw/arena.h"
#include "draw/geometry.h"
#include "draw/pixel.h"
#include "styx/result.h"

#include <cassert>
#include <memory>
#include <string>
#include <string_view>

namespace draw {

struct Layer;

enum class Repl : bool { no, yes };

// All of an image but its pixels.
struct Shape {
    Rect r;     // where the pixels are; never empty
    Rect clip;  // reads and draws stay inside; any rectangle
    Chan chan = Chan::k8;
    Repl repl = Repl::no;  // read as if r tiled the plane
    bool operator==(const Shape&) const = default;
};

class Image : public std::enable_shared_from_this<Image> {
  public:
    // Zero pixels. Errors: `bad rectangle`, `bad channel descriptor …`, `image memory allocation failed`.
    static Result<std::shared_ptr<Image>> allocate(Arena&, const Shape&);
    // Whether an image may lie there: it is not empty, and sums of a few coordinates, or the bits of a row, stay far from
    // overflow.
    static bool is_placed(Rect r);
    // The bytes of arena that allocate would take. Errors as allocate's.
    static Result<std::size_t> size_of(const Shape&);
    // The image whose pixels already stand at offset, as an earlier allocate left them; it releases them in the end.
    // Errors: allocate's, and `image pixels are not there` if the arena does not hold them.
    static Result<std::shared_ptr<Image>> adopt(Arena&, const Shape&, std::uint64_t offset);
    // A window of the layer's screen, with the base's format. It has no pixels: at, pixel, fill, load, unload and compose
    // are not for it but layer.h is. Error: `bad rectangle`.
    static Result<std::shared_ptr<Image>> window(Rect r, std::unique_ptr<Layer>);
    ~Image();
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;

    const Rect& r() const { return shape_.r; }
    const Rect& clip() const { return shape_.clip; }
    Repl repl() const { return shape_.repl; }
    Chan chan() const { return shape_.chan; }
    const Shape& shape() const { return shape_; }
    const Format& format() const { return format_; }
    int depth() const { return format_.depth; }
    std::size_t stride() const { return stride_; }
    std::size_t bytes() const { return stride_ * std::size_t(shape_.r.dy()); }  // 0 of a window
    std::uint64_t offset() const { return offset_; }
    Arena& arena() const { return arena_; }
    void set_clip(Rect clip) { shape_.clip = clip; }
    void set_repl(Repl repl) { shape_.repl = repl; }
    Layer* layer() const { return layer_.get(); }  // null unless it is a window
    // Something that goes with the image: who made it counts what it takes.
    void charge(std::shared_ptr<void> token) { charge_ = std::move(token); }
    bool is_charged() const { return charge_ != nullptr; }
    // Moves a window's coordinates, its clip with them.
    void move_to(Point min);

    // The byte that holds (the first bits of) the pixel at p, which is in r().
    std::uint8_t* at(Point p) { return data_ + where(p); }
    const std::uint8_t* at(Point p) const { return data_ + where(p); }

    // The stored number of the pixel at p in r().
    std::uint32_t pixel(Point p) const;
    void set_pixel(Point p, std::uint32_t pixel);
    Argb argb(Point p) const { return argb_of(format_, pixel(p)); }

    // Replicated and one pixel large: a colour.
    bool is_color() const { return shape_.repl == Repl::yes && shape_.r.dx() == 1 && shape_.r.dy() == 1; }

  private:
    // The byte, relative to that of x = 0, that holds pixel x.
    std::int64_t byte_of(int x) const { return (std::int64_t(x) * format_.depth) >> 3; }
    std::ptrdiff_t where(Point p) const
    {
        assert(data_ && r().contains(p));
        return std::ptrdiff_t(p.y - shape_.r.min.y) * std::ptrdiff_t(stride_) + std::ptrdiff_t(byte_of(p.x) - byte_of(shape_.r.min.x));
    }
    Image(Arena& arena, const Shape& shape, const Format& format, std::size_t stride, std::uint64_t offset);

    Arena& arena_;
    Shape shape_;
    Format format_;
    std::size_t stride_;
    std::uint64_t offset_;
    std::uint8_t* data_;  // where that is; null of a window
    std::unique_ptr<Layer> layer_;
    std::shared_ptr<void> charge_;
};

// The bytes a row of r takes in a message (draw(3)): the bytes its pixels touch, counted from the byte boundary at
// or before min.x. Like libdraw it counts one more when max.x is negative.
std::size_t bytes_per_row(Rect r, int depth);

// Every pixel becomes the colour, except that no_fill changes nothing.
void fill(Image&, Color);

// Copies rows to or from the pixels of r, which the image contains: r.dy() rows of bytes_per_row(r) bytes, or more. Bits
// of pixels outside r are left alone by load and are zero in what unload gives.
void load(Image&, Rect r, std::string_view rows);
std::string unload(const Image&, Rect r, std::size_t row_bytes);
inline std::string unload(const Image& image, Rect r) { return unload(image, r, bytes_per_row(r, image.depth())); }

// Reads or writes pixels of a depth of 8 or more as little-endian numbers of `bytes` bytes.
inline std::uint32_t get_pixel(const std::uint8_t* at, int bytes)
{
    std::uint32_t pixel = at[0];
    for (int i = 1; i < bytes; ++i) pixel |= std::uint32_t(at[i]) << 8 * i;
    return pixel;
}
inline void put_pixel(std::uint8_t* at, int bytes, std::uint32_t pixel)
{
    for (int i = 0; i < bytes; ++i) at[i] = std::uint8_t(pixel >> 8 * i);
}

}  // namespace draw
