#include "draw/replay.h"

#include "draw/compress.h"
#include "draw/layer.h"
#include "draw/replay_message.h"

namespace draw {
namespace {

constexpr std::size_t load_header = 1 + 4 + 4 * 4;
constexpr std::size_t longest_load = longest_message - load_header;
// A strip is narrow enough that a row of it fits in a message even if it does not compress: one byte in 128 is added.
constexpr int widest_row = int(longest_load - longest_load / 100);

void send_load(char letter, std::uint32_t id, Rect r, std::string_view data, const Send& send)
{
    Message m(letter);
    m.u32(id);
    m.rect(r);
    m.bytes(data);
    send(m.out);
}

// Sends rows from the top of r, as many as fit in a message, and returns how many. rows are r's, unpacked.
int send_piece(std::uint32_t id, Rect r, std::string_view rows, std::size_t row_bytes, const Send& send)
{
    Packer packer;
    int n = 0;
    std::size_t packed = 0;
    for (; n < r.dy(); ++n) {
        packer.add_row(rows.substr(std::size_t(n) * row_bytes, row_bytes));
        if (packer.out.size() > longest_load) break;
        packed = packer.out.size();
    }
    r.max.y = r.min.y + n;
    std::size_t plain = std::size_t(n) * row_bytes;
    if (plain <= packed)
        send_load('y', id, r, rows.substr(0, plain), send);
    else
        send_load('Y', id, r, std::string_view(packer.out).substr(0, packed), send);
    return n;
}

// The strips of r, which are narrow enough; they begin where a byte does, whatever the depth.
template <class Each> void each_strip(Rect r, int depth, Each each)
{
    int width = widest_row * 8 / depth & ~7;
    for (long long left = r.min.x; left < r.max.x;) {
        long long right = std::min<long long>((left & ~7LL) + width, r.max.x);
        each(Rect{{int(left), r.min.y}, {int(right), r.max.y}});
        left = right;
    }
}

void send_strip(std::uint32_t id, Rect r, std::string_view rows, int depth, const Send& send)
{
    std::size_t row_bytes = bytes_per_row(r, depth);
    while (r.min.y < r.max.y) {
        int n = send_piece(id, r, rows, row_bytes, send);
        rows.remove_prefix(std::size_t(n) * row_bytes);
        r.min.y += n;
    }
}

}  // namespace

void send_pixels(const Image& image, std::uint32_t id, Rect r, const Send& send)
{
    if (r.empty()) return;
    Touched none;  // what is seen of a window is copied under what is hidden of it: nothing changes
    each_strip(r, image.depth(), [&](Rect strip) {
        auto rows = take(const_cast<Image&>(image), strip, none);
        if (rows) send_strip(id, strip, *rows, image.depth(), send);
    });
}

std::string pixels_message(const Image& image, std::uint32_t id, Rect r)
{
    std::string out;
    send_pixels(image, id, r, [&](std::string_view message) { out += message; });
    return out;
}

}  // namespace draw
