// Drawing as programs see it: images, and one operation that combines them.
//
// Calls are queued in the Display and leave in writes of draw/n/data: when the queue is full, when an answer is
// needed, and at flush(), which alone makes anything visible. Colours are images too: one replicated pixel.
// What is here is the program's side; draw/image.h and draw/engine.h are the server's.
#pragma once

#include "draw/geometry.h"
#include "draw/op.h"
#include "draw/pixel.h"
#include "styx/bytes.h"
#include "styx/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace draw::client {

enum class Repl : bool { no, yes };

// What draw/new and draw/n/ctl say about an image (draw(3)).
struct Info {
    int connection = 0;
    std::uint32_t id = 0;
    Chan chan = Chan::x8r8g8b8;
    Repl repl = Repl::no;
    Rect r, clip;
};
// Reads the 12 numbers, "%11d " each. Error: `this is no image information: …`.
Result<Info> parse_info(std::string_view text);

class Display;

// An image held by the draw server. Owns its id: the server frees the image when this is destroyed, which is before
// its Display is. Coordinates are pixels of the image's own plane, which need not begin at (0, 0).
class Image {
  public:
    Image(Image&&) noexcept;
    Image& operator=(Image&&) noexcept;
    ~Image();

    Rect r() const { return info_.r; }
    Rect clip() const { return info_.clip; }
    Chan chan() const { return info_.chan; }
    std::uint32_t id() const { return info_.id; }
    Display& display() const { return *display_; }

    // Combines src, through mask, onto this image within `to`. The point sp of src and mp of mask lie over to.min;
    // both tile if replicated. `to` is clipped to this image and to both sources. No mask is an opaque one. draw(2).
    void draw(Rect to, const Image& src, Point sp = {}, const Image* mask = nullptr, Point mp = {}, Op op = Op::SoverD);

    // 2*radius+1 pixels thick, both ends included and square (draw(2)). radius is 0 or more.
    void line(Point from, Point to, int radius, const Image& src, Op op = Op::SoverD);
    void poly(std::span<const Point>, int radius, const Image& src, Op op = Op::SoverD);
    // By the odd-even rule; the last point is joined to the first. Reported by flush: `polygon has too many points`.
    void fill_poly(std::span<const Point>, const Image& src, Op op = Op::SoverD);
    // Half axes a and b; the line reaches `thick` pixels to each side of the curve.
    void ellipse(Point centre, int a, int b, int thick, const Image& src, Op op = Op::SoverD);
    void fill_ellipse(Point centre, int a, int b, const Image& src, Op op = Op::SoverD);
    // A frame of `width` pixels just inside r; just outside if width is negative.
    void border(Rect r, int width, const Image& src, Op op = Op::SoverD);

    // Replaces the pixels of `to`: to.dy() rows of whole bytes, each from the byte that holds to.min.x to the byte that
    // holds the pixel before to.max.x, in the image's chan (image(6)).
    // Errors: `load is outside the image`, `load of N bytes needs M`.
    Result<> load(Rect to, std::string_view pixels);

    // Later drawing on and from this image stays inside clip.
    void set_clip(Rect clip);

  private:
    friend class Display;
    Image(Display* display, const Info& info) : display_(display), info_(info) {}
    void release();
    void shape(char letter, Point centre, int a, int b, int thick, const Image& src, Op op);
    void load_column(Rect column, std::string_view pixels, std::size_t stride);

    Display* display_;  // null once moved from
    Info info_;
};

// Sends one write of draw/n/data: whole messages. The error is the server's.
using Write = std::function<Result<>(std::string_view messages)>;
// Reads draw/n/ctl, 144 bytes.
using ReadInfo = std::function<Result<std::string>()>;

// A draw connection: it stays where it is in memory, as its images point to it.
class Display {
  public:
    // `screen` is what draw/new said: the program's window. No write is longer than iounit, which is at least 1024.
    Display(Write write, const Info& screen, std::size_t iounit = 8000);
    Display(const Display&) = delete;
    Display& operator=(const Display&) = delete;

    // The program's window. The reference stays good when the window is resized; its r() and id() change.
    Image& window() { return window_; }

    // Makes window() the image of that name, as a program does at its start and after each resize: name is what
    // /dev/winname holds. Waits for the server. Errors of what was drawn before are forgotten, as the image drawn on
    // may have gone. On an error the window is as it was: `no image with that name` means to read winname again.
    Result<> bind_window(std::string_view name, const ReadInfo&);

    // A new image of one colour. A replicated one has no clip. Waits for the server.
    // Errors: `empty image`, `image memory allocation failed`.
    Result<Image> allocate(Rect r, Chan, Repl, Color fill);

    // The colour as a replicated pixel; 0xRRGGBBAA, premultiplied. The same call gives the same image; the reference is
    // good until the flush() after the next, and longer while it is asked for again.
    const Image& color(Color);

    // Sends what is queued and shows it. Error: the first since the flush before, also of a write that was made
    // because the queue was full; what was in such a write after the message at fault is not drawn.
    Result<> flush();
    // Sends what is queued without showing it. Errors stay for flush().
    void send();

    // Room in the queue for one message, or several that belong together, of exactly `size` bytes, which the caller
    // appends at once: for messages that have no function here. size is at most iounit().
    styx::Writer& message(std::size_t size);
    std::size_t iounit() const { return iounit_; }
    std::uint32_t new_id() { return next_id_++; }
    // Remembers an error for flush().
    void report(Error);

    // The image that stands for "no mask". May queue a message.
    std::uint32_t opaque();

  private:
    struct Used {
        Image image;
        std::uint32_t flush;  // the number of the flush it was last asked for after
    };
    Image make(Rect, Chan, Repl, Color);
    Image pixel(Chan, Color);
    Result<> write_queue();
    void forget_colors();

    Write write_;
    std::size_t iounit_;
    styx::Writer queue_;
    std::optional<Error> error_;
    std::uint32_t next_id_ = 1, flushes_ = 0;
    std::optional<Image> opaque_;
    std::map<Color, Used> colors_;
    Image window_;
};

}  // namespace draw::client
