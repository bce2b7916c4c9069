// Lines of text, shaped and drawn, by script, beside HarfBuzz that only shapes them; and what goes to the display.
#include "bench.h"
#include "text_peer.h"

#include "draw/engine.h"
#include "draw/font.h"
#include "draw/text/service.h"
#include "draw/text/utf8.h"

#include <algorithm>
#include <functional>
#include <random>

namespace bench {
namespace {

constexpr int size = 16, rows = 50, columns = 80, rounds = 20;
constexpr draw::Rect screen{{0, 0}, {1920, 1080}};

struct Script {
    std::string name;
    const char* font;
    std::vector<std::string> words;
    const char* blank = " ";  // between words
};

const std::vector<Script>& scripts()
{
    static const std::vector<Script> all = {
        {"a program, one width", "mono", {"for", "(int", "i", "=", "0;", "++i)", "sum", "+=", "row[i];", "return", "{", "}"}},
        {"Latin", "sans", {"the", "office", "of", "nine", "quick", "brown", "foxes,", "über", "façade", "jumps", "over", "fluffy"}},
        {"Greek and Cyrillic", "sans", {"αβγ", "λόγος", "мир", "слово", "файл", "και", "или", "δράμα", "окно", "ἀρχή"}},
        {"Hebrew", "sans", {"שלום", "עולם", "ספר", "חלון", "מחשב", "12", "אות", "קובץ", "כתב", "לילה"}},
        {"Arabic", "sans", {"مرحبا", "بالعالم", "نافذة", "كتاب", "لا", "سطر", "الحاسوب", "123", "قلم", "شمس"}},
        {"Devanagari", "sans", {"नमस्ते", "दुनिया", "क्षेत्र", "पुस्तक", "विंडो", "संगणक", "अक्षर", "रात्रि", "श्री", "हिन्दी"}},
        {"Thai", "sans", {"สวัสดี", "โลก", "หน้าต่าง", "น้ำ", "คอมพิวเตอร์", "ตัวอักษร", "ที่", "เขียน", "คืน", "ไทย"}, ""},
        {"Chinese", "sans", {"世界", "你好", "窗口", "文字", "计算机", "夜晚", "写作", "程序", "文件", "天地玄黄", "，"}, ""},
        {"emoji", "sans", {"😀", "👩‍🚀", "🇩🇪", "👍🏽", "❤️", "🎉", "🌍", "1️⃣", "👨‍👩‍👧", "🔥"}},
    };
    return all;
}

std::size_t runes_in(const std::string& text)
{
    return std::size_t(std::ranges::count_if(text, [](char c) { return !draw::text::continues(c); }));
}

// Screens of lines that nobody has seen before.
class Writer {
  public:
    explicit Writer(const Script& script) : script_(script) {}
    std::vector<std::string> screen_of_lines()
    {
        std::vector<std::string> lines(rows);
        for (std::string& line : lines)
            while (runes_in(line) < columns) line += script_.words[random_() % script_.words.size()] + script_.blank;
        return lines;
    }

  private:
    const Script& script_;
    std::mt19937 random_{9};
};

struct Fonts {
    draw::text::Faces faces;
    draw::text::FontService service{faces};
    draw::client::Ask ask = [this](std::string_view request) -> Result<std::string> { return service.answer(request); };
};

// A screen in this process, without the way to it.
struct Screen {
    draw::HeapArena arena;
    std::shared_ptr<draw::Shared> shared = std::make_shared<draw::Shared>();
    draw::Engine engine{arena, shared};
    std::unique_ptr<draw::client::Display> display;
    std::size_t bytes = 0;  // written so far

    Screen()
    {
        (void)engine.bind_screen(*draw::Image::allocate(arena, {screen, screen, draw::Chan::x8r8g8b8, draw::Repl::no}));
        auto write = [this](std::string_view messages) {
            bytes += messages.size();
            draw::Watcher nobody;
            return engine.write(messages, nobody);
        };
        display = std::make_unique<draw::client::Display>(write, *draw::client::parse_info(*engine.info()), 60000);
    }
    void draw(draw::client::Font& font, const std::vector<std::string>& lines)
    {
        draw::Point pen{4, font.ascent()};
        for (const std::string& line : lines) {
            font.draw(display->window(), pen, display->color(draw::black), line);
            pen.y += font.height();
        }
        (void)display->flush();
    }
};

double lines_per_second(std::vector<double> msec) { return rows * 1000 / *std::ranges::min_element(msec); }

void measure(const Script& script, Fonts& fonts)
{
    Screen s;
    auto font = *draw::client::Font::open(*s.display, fonts.ask, script.font, size);
    Writer writer(script);
    auto& first = **fonts.faces.find(font.face());
    auto rune = draw::text::first_rune(script.words[0]).value;
    bool is_emoji = script.name == "emoji";
    auto* face = fonts.faces.covering(first, {&rune, 1}, is_emoji ? draw::text::Look::emoji : draw::text::Look::text);
    std::size_t whole = s.bytes;
    s.draw(font, writer.screen_of_lines());
    whole = s.bytes - whole;
    std::vector<double> ours, again, alone;
    std::size_t bytes = s.bytes;
    for (int i = 0; i < rounds; ++i) {
        auto lines = writer.screen_of_lines();
        Stopwatch harfbuzz;
        shape_alone(*face, size, lines);
        alone.push_back(harfbuzz.msec());
        bytes = s.bytes;
        Stopwatch unseen;
        s.draw(font, lines);
        ours.push_back(unseen.msec());
        bytes = s.bytes - bytes;
        Stopwatch seen;
        s.draw(font, lines);
        again.push_back(seen.msec());
    }
    double peer = lines_per_second(alone);
    print({script.name + ": new lines", lines_per_second(ours), "lines/s", "HarfBuzz, shaped only", peer, ratio_at_least(0.05)});
    print({script.name + ": lines drawn before", lines_per_second(again), "lines/s", "HarfBuzz, shaped only", peer, {}});
    print({script.name + ": to the display, a screen", double(bytes) / 1024, "KB", "with its glyphs", double(whole) / 1024, {}});
}

}  // namespace

void text()
{
    note("a screen is 50 lines of about 80 characters at 16 pixels an em; a frame of it at 32 bits is 8100 KB");
    auto faces = draw::text::Faces::installed(NINTH_ASSETS);
    if (!faces) return note(faces.error().text);
    Fonts fonts{std::move(*faces)};
    for (const Script& script : scripts()) measure(script, fonts);
}

}  // namespace bench
