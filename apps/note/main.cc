// note: a text box over a file. The smallest program one can work in; ./README.md of the project shows it.
//
//   note FILE
// Ctrl-S puts the text into the file; Ctrl-Z undoes, Ctrl-Y does again; Ctrl-X, -C and -V cut, copy and paste, Ctrl-A
// selects all. The file is read once: what is in the window is the program's own, and stays over a freeze.
#include "apps/kit/text_view.h"

#include <cstdio>
#include <optional>

namespace {

using namespace kit;

constexpr draw::Color status_back = 0xf3f4f5ff, status_ink = 0x5b626aff, status_bad = 0xb3261eff, rule = 0xdfe2e5ff;
constexpr std::size_t largest_file = 16u << 20;

struct Note {
    std::string path, base;
    Window& window;
    Text text;
    TextView view{window, text};
    styx::Qid qid;            // of the file as it was read or put
    std::optional<styx::Qid> warned_of;  // the file that Ctrl-S overwrites if it is still this one; no path: it makes one
    std::string status;
    bool is_problem = false;

    Note(std::string file, std::string bytes, styx::Qid q, Window& w)
        : path(std::move(file)), base(path.substr(path.rfind('/') + 1)), window(w), text(std::move(bytes)), qid(q)
    {}

    void say(std::string s) { status = std::move(s), is_problem = false; }
    void problem(std::string s);
    int status_height() const { return window.font().height() + window.pixels(10); }
    void place();
    void draw();
    void relabel();
    bool key(const std::string&);
    bool copy(const char* verb);
    void put();
    Result<> write();
    Result<> warn(const styx::Qid& of, const std::string& why);
};

// In the window, and on standard error: in a life's log.
void Note::problem(std::string s)
{
    std::fprintf(stderr, "note: %s\n", s.c_str());
    status = std::move(s), is_problem = true;
}

// What has no place to write at is of another kind, which a host says (stat(5), type).
bool is_plain(const styx::Stat& s) { return s.type == 0; }

void Note::relabel()
{
    window.label((text.is_changed() ? "• " : "") + base);
}

void Note::place()
{
    auto r = window.image().r();
    view.place({r.min, {r.max.x, r.max.y - status_height()}});
}

void Note::draw()
{
    view.draw();
    auto& image = window.image();
    auto& display = window.display();
    auto r = image.r();
    r.min.y = r.max.y - status_height();
    image.draw(r, display.color(status_back));
    image.draw({r.min, {r.max.x, r.min.y + window.pixels(1)}}, display.color(rule));
    draw::Point pen{r.min.x + window.pixels(10), r.min.y + window.pixels(6) + window.font().ascent()};
    auto line = status.empty() ? path + (text.is_changed() ? "   changed: Ctrl-S saves" : "") : status;
    window.font().draw(image, pen, display.color(is_problem ? status_bad : status_ink), line);
    if (auto shown = display.flush(); !shown) std::fprintf(stderr, "note: %s\n", shown.error().text.c_str());
}

Result<> Note::warn(const styx::Qid& of, const std::string& why)
{
    warned_of = of;
    return fail(base + why);
}

// Whether anything else wrote the file since it was read is seen before it is overwritten; a second Ctrl-S does it. What
// holds the text already was put by this program, shortly before it was killed and thawed from a moment before.
Result<> Note::write()
{
    auto insists_on = std::exchange(warned_of, std::nullopt);
    auto now = ninth::stat(path);
    bool is_gone = !now && now.error().text.ends_with("file does not exist");
    if (!now && !is_gone) return fail(now.error());
    if (is_gone && insists_on == styx::Qid{}) return ninth::make_file(path, text.bytes());
    if (is_gone) return warn({}, " is not there any more; Ctrl-S again makes it");
    if (!is_plain(*now)) return fail(base + " is no plain file now");
    if (now->qid == qid || now->qid == insists_on) return ninth::write_file(path, text.bytes());
    if (now->length == text.size() && ninth::read_file(path, largest_file) == text.bytes()) return {};
    return warn(now->qid, " was changed by something else; Ctrl-S again overwrites it");
}

void Note::put()
{
    if (auto done = write(); !done) return problem("not saved: " + done.error().text);
    if (auto after = ninth::stat(path)) qid = after->qid;
    text.mark_saved();
    say("saved " + std::to_string(text.size()) + " bytes in " + path);
}

// True: there was something, and it is in the snarf buffer.
bool Note::copy(const char* verb)
{
    if (!text.has_selection()) return false;
    auto done = window.set_snarf(text.selected());
    if (!done) problem(std::string("cannot ") + verb + ": " + done.error().text);
    return done.has_value();
}

bool Note::key(const std::string& s)
{
    constexpr char ctrl_a = 1, ctrl_c = 3, ctrl_s = 0x13, ctrl_v = 0x16, ctrl_x = 0x18, ctrl_y = 0x19, ctrl_z = 0x1a;
    char c = s[0];
    if (c == ctrl_s) put();
    else if (c == ctrl_z) text.undo();
    else if (c == ctrl_y) text.redo();
    else if (c == ctrl_a) text.select(0, text.size());
    else if (c == ctrl_c) copy("copy");
    else if (c == ctrl_x) {
        if (copy("cut")) text.replace("");
    } else if (c == ctrl_v) {
        if (auto snarf = window.snarf()) text.replace(*snarf);
        else problem("cannot paste: " + snarf.error().text);
    } else if (c == '\b') view.erase_back();
    else if (c == 0x7f) view.erase_forward();
    else if (c == '\r' || c == '\n') text.replace("\n");
    else if (c == '\t' || static_cast<unsigned char>(c) >= ' ') text.replace(s);
    else return false;
    bool says_something = c == ctrl_s || c == ctrl_c || c == ctrl_x || c == ctrl_v;
    if (!says_something) status.clear(), is_problem = false, warned_of.reset();
    view.changed();
    return true;
}

Result<std::string> load(const std::string& path, styx::Qid& qid)
{
    auto s = TRY(ninth::stat(path));
    if (s.is_dir()) return fail(path + ": is a directory; note edits files");
    if (!is_plain(s)) return fail(path + ": is a pipe or a device; note edits files");
    auto too_large = [&] { return fail(path + ": is larger than note takes (16 MB)"); };
    if (s.length > largest_file) return too_large();
    auto bytes = TRY(ninth::read_file(path, largest_file));
    if (bytes.size() > largest_file) return too_large();
    if (bytes.find('\0') != std::string::npos) return fail(path + ": is not text: it holds zero bytes");
    qid = s.qid;
    return bytes;
}

Result<> run(const std::string& path)
{
    styx::Qid qid;
    auto bytes = TRY(load(path, qid));
    auto window = TRY(Window::open("note"));
    Note note(path, std::move(bytes), qid, *window);
    note.relabel();
    note.place();
    note.draw();
    for (;;) {
        auto event = TRY(window->wait());
        bool was_changed = note.text.is_changed(), draws = true;
        if (std::get_if<Resized>(&event)) note.place();
        else if (auto* m = std::get_if<Mouse>(&event)) draws = note.view.mouse(*m);
        else if (auto* k = std::get_if<Key>(&event)) draws = note.key(k->text);
        else if (auto* p = std::get_if<Press>(&event)) draws = note.view.press(*p);
        if (draws) note.draw();
        if (was_changed != note.text.is_changed()) note.relabel();
    }
}

}  // namespace

int main(int count, char** words)
{
    if (count != 2) {
        std::fprintf(stderr, "usage: note FILE\n");
        return 2;
    }
    if (auto done = run(words[1]); !done) {
        std::fprintf(stderr, "note: %s\n", done.error().text.c_str());
        return 1;
    }
    return 0;
}
