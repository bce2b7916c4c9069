#include "draw/replay.h"

#include "draw/compress.h"
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

void send_strip(const Image& image, std::uint32_t id, Rect r, const Send& send)
{
    std::string rows = unload(image, r);
    std::size_t row_bytes = bytes_per_row(r, image.depth());
    std::string_view left = rows;
    while (r.min.y < r.max.y) {
        int n = send_piece(id, r, left, row_bytes, send);
        left.remove_prefix(std::size_t(n) * row_bytes);
        r.min.y += n;
    }
}

}  // namespace

void send_pixels(const Image& image, std::uint32_t id, Rect r, const Send& send)
{
    if (r.empty()) return;
    // Strips begin where a byte does, whatever the depth.
    int width = widest_row * 8 / image.depth() & ~7;
    for (long long left = r.min.x; left < r.max.x;) {
        long long right = std::min<long long>((left & ~7LL) + width, r.max.x);
        send_strip(image, id, {{int(left), r.min.y}, {int(right), r.max.y}}, send);
        left = right;
    }
}

std::string pixels_message(const Image& image, std::uint32_t id, Rect r)
{
    std::string out;
    send_pixels(image, id, r, [&](std::string_view message) { out += message; });
    return out;
}

}  // namespace draw
