#include "runtime/mirror/mirror.h"

#include <algorithm>

namespace runtime {

namespace {
constexpr std::uint64_t display_patience = 1000;            // msec, for displays to take windows away
constexpr std::size_t most_pixels = std::size_t(4) << 30;  // reserved, used as drawn
}

Result<std::unique_ptr<Mirror>> Mirror::make(styx::Loop& loop, const Identity& identity)
{
    auto region = TRY(Region::reserve(most_pixels, page_bytes));
    return std::unique_ptr<Mirror>(new Mirror(loop, identity, std::move(region)));
}

Mirror::Mirror(styx::Loop& loop, const Identity& identity, std::unique_ptr<Region> region)
    : loop_(loop), identity_(identity), pixels_(std::move(region)), arena_(*pixels_), window_(loop), device_(arena_, *this)
{
    window_.label_changed = [this] {
        for (auto& l : links_) l->tell_label();
    };
    window_.cursor_changed = [this](const std::string&) {
        for (auto& l : links_) l->tell_cursor();
    };
    window_.wctl_written = [this](styx::WriteRequest w) {
        if (links_.empty()) w.fail("no display has this window");
        else links_.front()->tell_wctl(std::move(w));
    };
}

Result<> Mirror::begin() { return device_.set_window(window_.image_name(), window_.size); }

std::vector<styx::NodePtr> Mirror::files()
{
    auto list = window_.files();
    list.push_back(device_.directory());
    list.push_back(std::make_shared<SnarfFile>(*this));
    return list;
}

// Written in pieces, it is what all of them were.
struct Mirror::SnarfOpen : styx::Open {
    explicit SnarfOpen(Mirror& m) : mirror(m) {}
    ~SnarfOpen() override
    {
        if (!is_written) return;
        mirror.snarf_ = std::move(text);
        if (!mirror.links_.empty()) mirror.links_.front()->put_down(*pen);
    }
    Mirror& mirror;
    std::string text;
    bool is_written = false;
    std::shared_ptr<Link::Pen> pen = std::make_shared<Link::Pen>();
};

Mirror::SnarfFile::SnarfFile(Mirror& mirror) : Node("snarf", 0600), mirror_(mirror) {}

void Mirror::SnarfFile::open(styx::OpenRequest r) { r.reply(std::make_unique<SnarfOpen>(mirror_)); }

void Mirror::SnarfFile::read(styx::ReadRequest r)
{
    auto& links = mirror_.links_;
    if (links.empty() || !links.front()->is_up()) r.slice(mirror_.snarf_);
    else links.front()->snarf(std::move(r));
}

void Mirror::SnarfFile::write(styx::WriteRequest w)
{
    auto& open = static_cast<SnarfOpen&>(*w.open);
    open.text += w.data;
    open.is_written = true;
    auto& links = mirror_.links_;
    if (links.empty() || !links.front()->is_up()) w.done();
    else links.front()->set_snarf(open.pen, std::move(w));
}

void Mirror::show_on(const std::string& address)
{
    auto role = links_.empty() ? Link::Role::lead : Link::Role::view;
    auto link = std::make_unique<Link>(loop_, address, role, identity_, window_, device_);
    if (role == Link::Role::lead) link->continue_after(input_then_, later_);
    link->resized = [this](draw::Point size, double scale) { resized(size, scale); };
    link->got_input = [this] {
        if (got_input) got_input();
    };
    link->first_frame = [this] {
        if (first_frame) first_frame();
    };
    link->hung_up = [this] {
        if (display_lost) display_lost();
    };
    link->refused = [this](const Error& e) {
        if (refused) refused(e);
    };
    link->start();
    links_.push_back(std::move(link));
}

Result<> Mirror::leave(const std::string& address)
{
    auto i = std::find_if(links_.begin(), links_.end(), [&](auto& l) { return l->address() == address; });
    if (i == links_.end()) return fail("not shown on " + address);
    auto gone = std::make_shared<std::unique_ptr<Link>>(std::move(*i));
    links_.erase(i);
    (*gone)->stop([this, gone] { loop_.later([gone] {}); });
    return {};
}

// A display that hangs must not keep a program from going.
void Mirror::take_away(std::function<void()> then)
{
    auto left = std::make_shared<std::size_t>(links_.size());
    auto once = std::make_shared<std::function<void()>>(std::move(then));
    auto go = [once] {
        if (auto f = std::exchange(*once, nullptr)) f();
    };
    if (*left == 0) return go();
    patience_ = loop_.after(display_patience, go);
    for (auto& l : links_)
        l->stop([left, go] {
            if (--*left == 0) go();
        });
}

std::string Mirror::displays() const
{
    std::string out;
    for (auto& l : links_) out += l->address() + (l->is_up() ? " up\n" : " down\n");
    return out;
}

std::uint64_t Mirror::input() const { return links_.empty() ? input_then_ : links_.front()->input(); }

void Mirror::durable(std::uint64_t input)
{
    if (!links_.empty()) links_.front()->tell_durable(input);
}

void Mirror::resized(draw::Point size, double scale)
{
    window_.size = size;
    window_.scale = scale;
    ++window_.version;
    if (device_.set_window(window_.image_name(), size)) window_.resized();
}

void Mirror::began(Drawing& d)
{
    for (auto& l : links_) l->began(d);
}
void Mirror::drew(Drawing& d, std::string_view message, const draw::Touched& changed)
{
    for (auto& l : links_) l->drew(d, message, changed);
}
void Mirror::wrote(Drawing& d)
{
    for (auto& l : links_) l->wrote(d);
}
void Mirror::gone(int number, const draw::Touched& changed)
{
    for (auto& l : links_) l->gone(number, changed);
}

void Mirror::save(styx::Writer& w) const
{
    w.u64(input());
    window_.save(w);
    device_.save(w);
}

Result<> Mirror::restore(styx::Reader& r)
{
    input_then_ = r.u64();
    DO(window_.restore(r));
    return device_.restore(r);
}

}  // namespace runtime
