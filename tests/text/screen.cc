#include "screen.h"

#include "draw/png.h"

#include <gtest/gtest.h>

#include <cstdlib>

using namespace draw;

namespace {

struct Listener : Watcher {
    std::string& letters;
    explicit Listener(std::string& to) : letters(to) {}
    void message(std::string_view bytes) override { letters += bytes[0]; }
};

}  // namespace

text::Faces installed_faces()
{
    auto faces = text::Faces::open(FONT_LIST, {"/usr/share/fonts", "/usr/local/share/fonts"});
    EXPECT_TRUE(faces) << faces.error().text;
    return std::move(*faces);
}

std::shared_ptr<Image> Monitor::make(Point size)
{
    Rect r{{0, 0}, size};
    auto image = *Image::allocate(arena_, {r, r, Chan::x8r8g8b8, draw::Repl::no});
    fill(*image, white);
    return image;
}

Monitor::Monitor(Point size, std::size_t iounit) : screen_(make(size)), engine_(std::make_unique<Engine>(arena_, shared_))
{
    EXPECT_TRUE(engine_->bind_screen(screen_));
    auto write = [this](std::string_view messages) {
        writes.push_back(messages.size());
        Listener listener(letters);
        return engine_->write(messages, listener);
    };
    display_ = std::make_unique<client::Display>(write, *client::parse_info(*engine_->info()), iounit);
}

void Monitor::new_window(std::string_view name, Point size)
{
    resized_ = make(size);
    EXPECT_TRUE(shared_->names.add(name, resized_));
}

Rect Monitor::inked() const
{
    Rect box;
    for (int y = 0; y < screen_->r().max.y; ++y)
        for (int x = 0; x < screen_->r().max.x; ++x)
            if (screen_->argb({x, y}) != 0xffffffff) box = bounds(box, {{x, y}, {x + 1, y + 1}});
    return box;
}

client::Font Fonts::open(Monitor& screen, std::string_view name, int size, int most_slots)
{
    auto font = client::Font::open(screen.display(), ask(), name, size, text::Hinting::light, most_slots);
    EXPECT_TRUE(font) << font.error().text;
    return std::move(*font);
}

void expect_same(const Image& a, const Image& b)
{
    ASSERT_EQ(a.r(), b.r());
    for (int y = a.r().min.y; y < a.r().max.y; ++y)
        for (int x = a.r().min.x; x < a.r().max.x; ++x)
            ASSERT_EQ(a.argb({x, y}), b.argb({x, y})) << "at " << x << "," << y;
}

void expect_golden(const Monitor& screen, const std::string& name)
{
    std::string path = std::string(GOLDEN) + "/" + name + ".png";
    if (const char* update = std::getenv("UPDATE"); update && *update == '1') {
        ASSERT_TRUE(write_png(path, screen.pixels()));
    }
    HeapArena arena;
    auto golden = read_png(path, arena);
    ASSERT_TRUE(golden) << golden.error().text << ": run with UPDATE=1 to make it";
    expect_same(**golden, screen.pixels());
}
