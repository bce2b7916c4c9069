// The files that are about more than one window.
#include "winserver/desktop.h"
#include "winserver/fields.h"
#include "winserver/files.h"

#include "styx/errors.h"

namespace winserver {
namespace {

constexpr std::size_t most_snarf = std::size_t(64) << 20;  // bytes
constexpr std::uint64_t kbdin_wait = 5000;                 // msec

// What is written counts as a whole, at the close.
struct SnarfOpen : styx::Open {
    explicit SnarfOpen(Desktop& d) : desktop(d) {}
    ~SnarfOpen() override
    {
        if (is_written) desktop.set_snarf(std::move(text));
    }
    Desktop& desktop;
    std::string text;
    bool is_written = false;
};

// A program in the background may neither see what is copied nor change it.
Result<> may_snarf(const Here& h)
{
    constexpr std::uint64_t a_second = 1000;
    if (h.attach.capability == Capability::desk) return {};
    auto& w = *h.window;
    if (w.is_current || (w.last_input != 0 && h.desktop.now() - w.last_input <= a_second)) return {};
    return fail("only the current window may use snarf");
}

Result<> mouse_line(Desktop& desktop, std::string_view line)
{
    auto words = styx::tokens(line);
    if (words.empty()) return {};
    if (words.size() != 4 || words[0] != "m") return fail("want `m x y buttons`");
    draw::Point p{TRY(number(words[1])), TRY(number(words[2]))};
    int buttons = TRY(number(words[3]));
    if (buttons < 0 || buttons > 31) return fail("buttons are 0 to 31: " + words[3]);
    desktop.pointer(p, buttons, std::uint32_t(desktop.now()));
    return {};
}

std::vector<styx::Verb> ctl_verbs(Desktop& desktop)
{
    auto exit = [&desktop](const styx::Names&) -> Result<> {
        if (desktop.exit_asked) desktop.loop().later(desktop.exit_asked);
        return {};
    };
    auto hint = [&desktop](const styx::Names& words) -> Result<> {
        std::string text;
        for (auto& word : words) text += (text.empty() ? "" : " ") + word;
        desktop.compositor().hint = text;
        desktop.compositor().damage_all();
        return {};
    };
    auto forget = [&desktop](const styx::Names& words) -> Result<> {
        for (auto& life : words) desktop.forget(life);
        return {};
    };
    auto resize = [&desktop](const styx::Names& words) -> Result<> {
        draw::Point size{TRY(number(words[0])), TRY(number(words[1]))};
        constexpr int least = 100;
        if (size.x < least || size.y < least || size.x > Desktop::most_side || size.y > Desktop::most_side)
            return fail("bad size " + words[0] + " " + words[1]);
        desktop.host().set(SurfaceId::desktop, {size, desktop.scale(), "Ninth", SurfaceKind::desktop, true});
        return {};
    };
    return {{"exit", "", exit, "the display goes; programs stay, and find the next one"},
            {"hint", "TEXT…", hint, "what stands on an empty desktop"},
            {"forget", "LIFE…", forget, "a program will not come back: windows it has left behind go"},
            {"resize", "DX DY", resize, "asks the host for another size of the desktop, in pixels"}};
}

}  // namespace

void open_snarf(Here h, styx::OpenRequest r) { r.reply(std::make_unique<SnarfOpen>(h.desktop)); }

void read_snarf(Here h, styx::ReadRequest r)
{
    if (auto may = may_snarf(h); !may) return r.fail(may.error());
    r.slice(h.desktop.snarf);
}

void write_snarf(Here h, styx::WriteRequest w)
{
    if (auto may = may_snarf(h); !may) return w.fail(may.error());
    auto& open = static_cast<SnarfOpen&>(*w.open);
    if (open.text.size() + w.data.size() > most_snarf) return w.fail("snarf is full");
    open.text += w.data;
    open.is_written = true;
    w.done();
}

void read_theme(Here h, styx::ReadRequest r) { r.slice(print(h.desktop.compositor().theme)); }

void write_theme(Here h, styx::WriteRequest w)
{
    if (h.attach.capability != Capability::desk) return w.fail(styx::err::perm);
    auto theme = changed(h.desktop.compositor().theme, w.data);
    if (!theme) return w.fail(theme.error());
    h.desktop.set_theme(*theme);
    w.done();
}

void write_kbdin(Here h, styx::WriteRequest w)
{
    auto typed = runes(w.data);
    if (!typed) return w.fail(typed.error());
    if (typed->empty()) return w.done();
    if (!h.desktop.current()) return w.fail("no window is current");
    auto receipt = std::make_shared<Receipt>(h.desktop.loop(), std::move(w), kbdin_wait);
    for (auto& rune : *typed) h.desktop.key("c" + rune, receipt);
}

void write_mousein(Here h, styx::WriteRequest w)
{
    std::string_view text = w.data;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (auto done = mouse_line(h.desktop, line); !done) return w.fail(done.error());
    }
    w.done();
}

void read_events(Here h, styx::ReadRequest r) { h.desktop.events.read(std::move(r)); }
void read_ctl(Here h, styx::ReadRequest r) { r.slice(styx::usage(ctl_verbs(h.desktop))); }
void write_ctl(Here h, styx::WriteRequest w) { styx::ctl(ctl_verbs(h.desktop))(std::move(w)); }
void read_status(Here h, styx::ReadRequest r) { r.slice(h.desktop.status()); }

}  // namespace winserver
