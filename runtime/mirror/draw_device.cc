#include "runtime/mirror/draw_device.h"

#include "styx/errors.h"

namespace runtime {

// Tells the listener each message with what it changed.
class DrawDevice::ListenerWatch : public draw::Watcher {
  public:
    ListenerWatch(DrawListener& listener, Drawing& drawing) : listener_(listener), drawing_(drawing) {}
    void damage(const draw::Image& image, draw::Rect r) override { changed_.add(image, r); }
    void message(std::string_view bytes) override
    {
        listener_.drew(drawing_, bytes, changed_);
        changed_.clear();
    }
    const draw::Touched& changed() const { return changed_; }  // since the last message

  private:
    DrawListener& listener_;
    Drawing& drawing_;
    draw::Touched changed_;
};

struct DrawDevice::DataOpen : styx::Open {
    DataOpen(DrawDevice& d, int n) : device(d), number(n), here(d.here_) { ++device.drawings_.at(number).opens; }
    ~DataOpen() override
    {
        if (*here) device.closed(number);
    }
    DrawDevice& device;
    int number;
    std::shared_ptr<bool> here;
};

DrawDevice::DrawDevice(RegionArena& arena, DrawListener& listener) : arena_(arena), listener_(listener)
{
    using namespace styx;
    directory_ = dir("draw", {file("new", 0600, {}, {}, [this](OpenRequest r) { open_new(std::move(r)); })});
}

DrawDevice::~DrawDevice() { *here_ = false; }

Result<> DrawDevice::set_window(const std::string& name, draw::Point size)
{
    draw::Rect r{{0, 0}, size};
    window_ = TRY(draw::Image::allocate(arena_, {r, r, draw::Chan::x8r8g8b8}));
    draw::fill(*window_, draw::white);
    window_name_ = name;
    DO(shared_->names.add(name, window_));
    for (auto& [number, drawing] : drawings_) DO(drawing.engine->bind_screen(window_));
    return {};
}

Drawing& DrawDevice::make(int number)
{
    auto& d = drawings_[number];
    d.number = number;
    d.engine = std::make_unique<draw::Engine>(arena_, shared_, draw::Options{number});
    (void)d.engine->bind_screen(window_);  // the window is within any quota
    return d;
}

void DrawDevice::add_files(Drawing& d)
{
    using namespace styx;
    int n = d.number;
    auto open = [this, n](OpenRequest r) { open_file(n, std::move(r)); };
    auto info = [this, n](ReadRequest r) {
        auto text = drawings_.at(n).engine->info();
        if (text) r.reply(*text);  // every read gives it, whatever the offset
        else r.fail(text.error());
    };
    auto select = [this, n](WriteRequest w) {
        if (w.data.size() != 4) return w.fail("unknown draw control request");
        drawings_.at(n).engine->select(Reader{w.data}.u32());
        w.done();
    };
    auto answer = [this, n](ReadRequest r) {
        auto bytes = drawings_.at(n).engine->read(r.count);
        if (bytes) r.reply(*bytes);
        else r.fail(bytes.error());
    };
    auto refresh = [this, n](ReadRequest r) {
        auto& drawing = drawings_.at(n);
        drawing.refresh_readers.add(std::move(r), *drawing.engine);
    };
    directory_->add(dir(std::to_string(n), {
        file("ctl", 0600, info, select, open),
        file("data", 0600, answer, [this, n](WriteRequest w) { write_data(n, std::move(w)); }, open),
        file("colormap", 0400, [](ReadRequest r) { r.reply(""); }, {}, open),
        file("refresh", 0400, refresh, {}, open),
    }));
}

Drawing& DrawDevice::begin()
{
    while (drawings_.contains(next_)) ++next_;
    auto& d = make(next_++);
    add_files(d);
    listener_.began(d);
    return d;
}

void DrawDevice::open_new(styx::OpenRequest r)
{
    auto& d = begin();
    auto node = std::static_pointer_cast<styx::Directory>(directory_->find(std::to_string(d.number)))->find("ctl");
    r.reply(node, std::make_unique<DataOpen>(*this, d.number));
}

void DrawDevice::open_file(int number, styx::OpenRequest r)
{
    if (!drawings_.contains(number)) return r.fail(styx::err::nonexist);
    r.reply(std::make_unique<DataOpen>(*this, number));
}

void DrawDevice::closed(int number)
{
    auto i = drawings_.find(number);
    if (i == drawings_.end() || --i->second.opens > 0) return;
    // Displays do the same when their connection ends.
    ListenerWatch watch(listener_, i->second);
    i->second.engine->close(watch);
    auto changed = watch.changed();
    drawings_.erase(i);
    directory_->remove_child(std::to_string(number));
    listener_.gone(number, changed);
    tell_refresh();
}

// A window of one may have come to light by what another did.
void DrawDevice::tell_refresh()
{
    for (auto& [number, d] : drawings_) d.refresh_readers.tell(*d.engine);
}

Result<> DrawDevice::write(Drawing& d, std::string_view messages)
{
    ListenerWatch watch(listener_, d);
    auto done = d.engine->write(messages, watch);
    listener_.wrote(d);
    tell_refresh();
    return done;
}

void DrawDevice::write_data(int number, styx::WriteRequest w)
{
    auto done = write(drawings_.at(number), w.data);
    if (done) w.done();
    else w.fail(done.error());
}

void DrawDevice::save(styx::Writer& w) const
{
    arena_.save(w);
    w.text16(window_name_), w.u32(shared_->names.find(window_name_)->naming.version), w.u64(window_->offset()), w.i32(window_->r().dx()), w.i32(window_->r().dy());
    w.u32(std::uint32_t(next_)), w.u32(std::uint32_t(drawings_.size()));
    for (auto& [number, d] : drawings_) {
        styx::Writer state;
        d.engine->save(state);
        w.i32(number), w.text32(state.out);
    }
}

Result<> DrawDevice::restore(styx::Reader& r)
{
    DO(arena_.restore(r));
    window_name_ = r.text16();
    auto version = r.u32();
    auto offset = r.u64();
    draw::Point size;
    size.x = r.i32(), size.y = r.i32();
    draw::Rect rect{{0, 0}, size};
    if (r.bad || rect.empty()) return fail("the image's pictures are damaged");
    window_ = TRY(draw::Image::adopt(arena_, {rect, rect, draw::Chan::x8r8g8b8}, offset));
    shared_->names.restore(window_name_, {version}, window_);
    next_ = int(r.u32());
    for (auto n = r.u32(); n > 0 && !r.bad; --n) {
        auto number = r.i32();
        styx::Reader state{r.text32()};
        auto& d = drawings_[number];
        d.number = number;
        d.engine = TRY(draw::Engine::restore(state, arena_, shared_, draw::Options{number}));
        DO(d.engine->bind_screen(window_));
        add_files(d);
    }
    if (r.bad) return fail("the image's pictures are damaged");
    return {};
}

}  // namespace runtime
