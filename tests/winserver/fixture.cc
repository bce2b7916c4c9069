#include "fixture.h"

#include "styx/hello.h"

namespace tests {

using namespace styx;

std::string Pending::text() const
{
    if (!answer) return "(no answer)";
    return *answer ? **answer : "error: " + answer->error().text;
}

Peer::Peer(Loop& loop, winserver::Desktop& desktop, Capability capability, const Hello& hello) : loop_(loop)
{
    auto [a, b] = loop.pair();
    desktop.serve(std::move(a), capability);
    client_ = std::make_unique<Client>(std::move(b));
    bool done = false;
    client_->greet(hello, [&](Result<Welcome> w) { done = true, greeted_ = w.has_value(); });
    loop.run_until([&] { return done; }, 1000);
}

std::string Peer::attach(const std::string& aname)
{
    std::optional<Result<OpenFile>> got;
    client_->attach("me", aname, [&](Result<OpenFile> r) { got = std::move(r); });
    loop_.run_until([&] { return got.has_value(); }, 1000);
    if (!got) return "error: (no answer)";
    if (!*got) return "error: " + got->error().text;
    root_ = (*got)->fid;
    return "";
}

OpenFile Peer::open(const std::string& path, std::uint8_t mode)
{
    std::optional<Result<OpenFile>> got;
    client_->open(root_, split_path(path), mode, [&](Result<OpenFile> r) { got = std::move(r); });
    loop_.run_until([&] { return got.has_value(); }, 1000);
    EXPECT_TRUE(got && *got) << path << ": " << (got ? got->error().text : "no answer");
    return got && *got ? **got : OpenFile{};
}

std::string Peer::open_error(const std::string& path, std::uint8_t mode)
{
    std::optional<Result<OpenFile>> got;
    client_->open(root_, split_path(path), mode, [&](Result<OpenFile> r) { got = std::move(r); });
    loop_.run_until([&] { return got.has_value(); }, 1000);
    return !got ? "(no answer)" : *got ? "" : got->error().text;
}

PendingPtr Peer::start_read(const OpenFile& f, std::uint32_t count)
{
    auto p = std::make_shared<Pending>();
    client_->ask(Tread{f.fid, 0, count}, [p](Result<Rread> r) {
        if (r)
            p->answer = r->data.bytes;
        else
            p->answer = fail(r.error());
    });
    return p;
}

PendingPtr Peer::start_write(const OpenFile& f, const std::string& text)
{
    auto p = std::make_shared<Pending>();
    client_->ask(Twrite{f.fid, 0, {text}}, [p](Result<Rwrite> r) {
        if (r)
            p->answer = std::string();
        else
            p->answer = fail(r.error());
    });
    return p;
}

void Peer::finish(const PendingPtr& p)
{
    loop_.run_until([&] { return p->is_done(); }, 1000);
}

std::string Peer::read(const OpenFile& f, std::uint32_t count)
{
    auto p = start_read(f, count);
    finish(p);
    return p->text();
}

std::string Peer::write(const OpenFile& f, const std::string& text)
{
    auto p = start_write(f, text);
    finish(p);
    return p->text();
}

std::string Peer::read(const std::string& path)
{
    auto f = open(path, OREAD);
    std::string all;
    for (;;) {
        std::optional<Result<Rread>> got;
        client_->ask(Tread{f.fid, all.size(), f.iounit}, [&](Result<Rread> r) { got = std::move(r); });
        loop_.run_until([&] { return got.has_value(); }, 1000);
        if (!got || !*got) return got ? "error: " + got->error().text : "(no answer)";
        if ((*got)->data.bytes.empty()) break;
        all += (*got)->data.bytes;
        if (path.ends_with("wctl")) break;  // the next read of it waits
    }
    close(f);
    return all;
}

std::string Peer::write(const std::string& path, const std::string& text)
{
    auto f = open(path, OWRITE);
    auto error = write(f, text);
    close(f);
    return error;
}

std::vector<std::string> Peer::names(const std::string& path)
{
    auto f = open(path, OREAD);
    auto entries = decode_directory(read(f, 60000));
    close(f);
    std::vector<std::string> out;
    if (!entries) return {"error: " + entries.error().text};
    for (auto& s : *entries) out.push_back(s.name);
    return out;
}

Program::Program(Loop& loop, winserver::Desktop& desktop, const std::string& aname, const Hello& hello,
                 Capability capability)
    : peer(loop, desktop, capability, hello)
{
    EXPECT_EQ(peer.attach(aname), "");
    connect();
}

void Program::connect()
{
    ctl = peer.open("draw/new");
    auto info = draw::client::parse_info(peer.read(ctl, 145));
    ASSERT_TRUE(info) << info.error().text;
    data = peer.open("draw/" + std::to_string(info->connection) + "/data");
    display.emplace(
        [this](std::string_view messages) -> Result<> {
            auto error = peer.write(data, std::string(messages));
            if (error.empty()) return {};
            return fail(error);
        },
        *info);
}

void Program::fill(draw::Color c) { fill(display->window().r(), c); }

void Program::fill(draw::Rect r, draw::Color c)
{
    display->window().draw(r, display->color(c));
    display->send();
}

std::string Program::flush()
{
    auto r = display->flush();
    return r ? "" : r.error().text;
}

void Program::rebind()
{
    auto r = display->bind_window(peer.read("winname"), [this] { return Result<std::string>(peer.read(ctl, 144)); });
    EXPECT_TRUE(r) << r.error().text;
}

DesktopTest::DesktopTest(std::uint64_t turn)
{
    auto made = winserver::Desktop::make(loop, host, {{800, 600}, 1, ASSETS, {}, turn});
    EXPECT_TRUE(made);
    desktop = std::move(*made);
    desk.emplace(loop, *desktop, Capability::desk);
    EXPECT_EQ(desk->attach(""), "");
    events = desk->open("events", OREAD);
    settle();
}

void DesktopTest::wait(std::uint64_t msec)
{
    loop.run_until([] { return false; }, msec);
}
void DesktopTest::settle() { wait(5); }

DesktopTest& DesktopTest::move(int x, int y) { return press(x, y, 0); }

DesktopTest& DesktopTest::press(int x, int y, int buttons)
{
    auto line = "m " + std::to_string(x) + " " + std::to_string(y) + " " + std::to_string(buttons) + "\n";
    EXPECT_EQ(desk->write("mousein", line), "");
    return *this;
}

DesktopTest& DesktopTest::drag(int x, int y, int to_x, int to_y)
{
    return press(x, y).press((x + to_x) / 2, (y + to_y) / 2).press(to_x, to_y).release(to_x, to_y);
}

draw::Rect DesktopTest::place(int id)
{
    auto text = desk->read("wsys/" + std::to_string(id) + "/wctl");
    draw::Rect r;
    EXPECT_EQ(std::sscanf(text.c_str(), "%d %d %d %d", &r.min.x, &r.min.y, &r.max.x, &r.max.y), 4) << text;
    return r;
}

std::string DesktopTest::state(int id)
{
    auto words = tokens(desk->read("wsys/" + std::to_string(id) + "/wctl"));
    return words.size() == 6 ? words[4] + " " + words[5] : "?";
}

namespace {
std::uint32_t image_pixel(const std::string& text, int x, int y)
{
    draw::HeapArena arena;
    auto image = parse_image(arena, text);
    return image ? image->argb({x, y}) & 0xffffff : 0xdeadbeef;
}
}  // namespace

std::uint32_t DesktopTest::pixel(int x, int y) { return image_pixel(desk->read("screen"), x, y); }

std::uint32_t DesktopTest::window_pixel(int id, int x, int y)
{
    return image_pixel(desk->read("wsys/" + std::to_string(id) + "/window"), x, y);
}

std::string DesktopTest::event()
{
    auto p = desk->start_read(events);
    loop.run_until([&] { return p->is_done(); }, 50);
    if (p->is_done()) return p->text();
    desk->close(events);
    events = desk->open("events", OREAD);
    return "";
}

Hello life(const std::string& name, std::uint64_t generation, std::uint32_t mount)
{
    Hello h;
    h.life = name;
    h.generation = generation;
    h.mount = mount;
    return h;
}

std::shared_ptr<draw::Image> parse_image(draw::Arena& arena, const std::string& text)
{
    auto words = tokens(std::string_view(text).substr(0, 60));
    if (words.size() != 5) return nullptr;
    auto chan = draw::parse_chan(words[0]);
    draw::Rect r{{std::stoi(words[1]), std::stoi(words[2])}, {std::stoi(words[3]), std::stoi(words[4])}};
    if (!chan) return nullptr;
    auto image = draw::Image::allocate(arena, {r, r, *chan, draw::Repl::no});
    if (!image || text.size() != 60 + draw::bytes_per_row(r, (*image)->depth()) * std::size_t(r.dy())) return nullptr;
    draw::load(**image, r, std::string_view(text).substr(60));
    return *image;
}

}  // namespace tests
