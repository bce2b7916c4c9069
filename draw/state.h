// All that a draw connection remembers, as data. Pixels are in the arena; the rest is saved and restored from here.
#pragma once

#include "draw/op.h"
#include "draw/shared.h"
#include "draw/watcher.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace draw {

// Where a character is in its font's image and how it is set (draw(3), 'l'). Plan 9 keeps the ends of r in y as bytes;
// here a font's image may be higher.
struct Glyph {
    Rect r;
    std::int8_t left = 0;    // from the pen to the left edge of r
    std::uint8_t width = 0;  // how far the pen moves
    bool operator==(const Glyph&) const = default;
};

// An image used as a font; no glyphs if it is none.
struct Font {
    std::uint8_t ascent = 0;  // from the top of the image to the baseline
    std::vector<Glyph> glyphs;
    bool operator==(const Font&) const = default;
};

// How an id came to its image: by 'b', by 'n', or as id 0 of the screen.
enum class Origin : std::uint8_t { made, attached, screen };

// What an id stands for.
struct Entry {
    std::shared_ptr<Image> image;
    Origin origin = Origin::made;
    std::string name;           // if attached, the name
    std::uint32_t version = 0;  // and the version of that naming
    Font font = {};
};

// What one connection may use: what it made counts as long as it is there, by whatever it is held; of a window its save
// area does. Ids count, too.
struct Quota {
    std::uint64_t bytes = std::uint64_t(512) << 20;  // of pixels
    std::uint32_t images = 16384;
    std::uint32_t screens = 256;
    std::uint32_t glyphs = 262144;
    std::uint32_t names = 4096;  // it has given to images that are there
};

struct Options {
    int number = 1;  // of the connection: the first field of draw/new
    int dpi = 96;    // what 'q' 'd' answers
    Quota quota = {};
};

class State {
  public:
    State(Arena& a, std::shared_ptr<Shared> s, Options o) : arena(a), shared(std::move(s)), options(o) {}
    ~State()
    {
        for (auto& [id, joined] : screens) joined->leave(options.number);
    }

    Arena& arena;
    std::shared_ptr<Shared> shared;
    Options options;
    std::map<std::uint32_t, Entry> images;
    std::multimap<std::uint32_t, std::shared_ptr<Screen>> screens;  // as often as it was made or joined
    std::shared_ptr<Image> screen;  // what 'J' binds id 0 to; may be null
    Op op = Op::SoverD;             // of the next drawing message
    std::uint32_t info_id = 0;      // the image that info is about
    std::string answer;             // to the next read
    bool has_answer = false;
    struct Used {
        std::uint64_t bytes = 0;
        std::uint32_t images = 0, screens = 0, names = 0;
    };
    std::shared_ptr<Used> used = std::make_shared<Used>();
    std::uint32_t glyphs_used = 0;
    UnderWay under_way;  // the message

    // A message, and its end.
    void begin(bool is_alone);
    void end();
    // Whether it need not wait for another one to use the image, or the screen. What it uses is noted.
    bool may_use(const Image&);
    bool may_use(const Screen&);

    // Error: `unknown id for draw image`, also for an image attached by a name that has come to mean another, and for a
    // window on such an image.
    Result<Entry*> find(std::uint32_t id);
    Result<Image*> find_image(std::uint32_t id);
    // Error: `unknown id for draw screen`.
    Result<std::shared_ptr<Screen>> find_screen(std::uint32_t id);

    // A new image within the quota. Error: `image memory allocation failed`, as draw(3) says to a bad shape too.
    Result<std::shared_ptr<Image>> allocate(const Shape&);
    // A token for what is about to be made, to be given to it. Error: `image memory allocation failed` beyond the quota.
    Result<std::shared_ptr<void>> charge(Used);
    // Errors: `image id in use`, `image memory allocation failed` beyond the quota of ids.
    Result<> add(std::uint32_t id, Entry);
    // Errors: `unknown id for draw image`; from here on all, `image is being drawn on` if may_use says no. A window that nobody else holds goes from its screen, and what it covered is
    // painted.
    Result<> remove(std::uint32_t id, Watcher&);
    // False: something has to be waited for, and is still there.
    bool remove_all(Watcher&);
    // The id of a screen is its own for everyone.
    void add(std::shared_ptr<Screen>);
    // Error: `unknown id for draw screen`.
    Result<> remove_screen(std::uint32_t id, Watcher&);
    Result<> set_font(Entry&, Font);

    Op take_op() { return std::exchange(op, Op::SoverD); }
    // Error: `unknown id for draw image`. 12 fields, 144 bytes (draw(3)).
    Result<std::string> info() const;
    // Whether an image, attached by that name unless it is empty, is still what it was.
    bool is_current(const Image&, const std::string& name, std::uint32_t version) const;
    bool is_current(const Screen&) const;

  private:
    // Let go of something: if nobody else holds it, what only it held goes as well.
    void release(std::shared_ptr<Screen>, Watcher&);
    void release(std::shared_ptr<Image>, Watcher&);
};

}  // namespace draw
