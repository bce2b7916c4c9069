#include "runtime/dev/misc.h"

#include "draw/text/service.h"
#include "runtime/process.h"

#include <chrono>
#include <cstdio>
#include <random>

namespace runtime {

using namespace styx;

namespace {

// A write of a request, then reads of its answer: each open has its own.
struct Conversation : Open {
    std::string answer;
};

struct Fonts {
    draw::text::Faces faces;
    draw::text::FontService service{faces};
    explicit Fonts(draw::text::Faces f) : faces(std::move(f)) {}
};

draw::text::KeptFonts kept_fonts(image::KnownFonts known)
{
    return {[known](const std::string& hash) { return known.path(hash); },
            [known](const std::string& hash, std::string_view bytes) mutable {
                if (auto kept = known.keep(hash, bytes); !kept) std::fprintf(stderr, "ninth run: %s\n", kept.error().text.c_str());
            }};
}

NodePtr font_file(const std::string& assets, const image::KnownFonts& known)
{
    std::shared_ptr<Fonts> fonts;
    std::string problem;
    if (auto faces = draw::text::Faces::installed(assets, kept_fonts(known))) fonts = std::make_shared<Fonts>(std::move(*faces));
    else problem = faces.error().text;
    return file("font", 0600, [](ReadRequest r) { r.slice(static_cast<Conversation*>(r.open)->answer); },
                [fonts, problem](WriteRequest w) {
                    if (!fonts) return w.fail(problem);
                    static_cast<Conversation*>(w.open)->answer = fonts->service.answer(w.data);
                    w.done();
                },
                [](OpenRequest r) { r.reply(std::make_unique<Conversation>()); });
}

std::string seconds()
{
    using namespace std::chrono;
    auto now = duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
    return std::to_string(now / 1'000'000'000) + " " + std::to_string(now) + "\n";
}

void give_random(ReadRequest r)
{
    std::random_device source;
    std::string bytes;
    for (std::uint32_t i = 0; i < r.count; ++i) bytes += char(source());
    r.reply(bytes);
}

std::string open_files(Process& p)
{
    std::string out;
    for (auto& [number, fd] : p.calls().fds)
        out += std::to_string(number) + " " + std::to_string(fd.mode) + " " + std::to_string(fd.offset) + " " + fd.path + "\n";
    return out;
}

}  // namespace

std::vector<NodePtr> misc_devices(const std::string& assets, const image::KnownFonts& known_fonts)
{
    auto swallow = [](WriteRequest w) { w.done(); };
    return {
        file("null", 0666, [](ReadRequest r) { r.reply(""); }, swallow),
        file("zero", 0444, [](ReadRequest r) { r.reply(std::string(r.count, '\0')); }),
        file("random", 0444, give_random),
        file("time", 0444, text(seconds)),
        file("user", 0444, text([] { return std::string("ninth"); })),
        font_file(assets, known_fonts),
    };
}

NodePtr program_files(Process& p)
{
    return dir("prog", {dir(p.life().id, {
        file("status", 0444, text([&p] { return p.status(); })),
        file("ns", 0444, text([&p] { return p.calls().names.print(); })),
        file("fd", 0444, text([&p] { return open_files(p); })),
        file("ctl", 0200, {}, ctl({
            {"checkpoint", "cause?", [&p](auto& a) -> Result<> { p.checkpoint(a.empty() ? "asked" : a[0]); return {}; }, "make an image now"},
        })),
    })});
}

}  // namespace runtime
