#include "winserver/picture.h"

#include "draw/compose.h"

#include <algorithm>

namespace winserver {
namespace {

void copy(draw::Image& to, const draw::Image& from, draw::Rect r)
{
    draw::compose(
        {.dst = to, .clip = to.clip(), .r = r, .src = from, .sp = r.min, .mask = nullptr, .mp = {}, .op = draw::Op::S});
}

}  // namespace

Result<std::unique_ptr<Picture>> Picture::make(styx::Loop& loop, draw::Arena& arena, int window, draw::Point size,
                                               draw::Color paper)
{
    std::unique_ptr<Picture> p(new Picture(loop, arena, window, paper));
    p->image_ = TRY(p->blank(size));
    p->front_ = TRY(p->blank(size));
    p->version_ = 1;
    DO(p->shared_->names.add(p->name(), p->image_));
    return p;
}

Result<std::shared_ptr<draw::Image>> Picture::blank(draw::Point size)
{
    draw::Rect r{{0, 0}, size};
    auto image = TRY(draw::Image::allocate(arena_, {r, r, draw::Chan::x8r8g8b8, draw::Repl::no}));
    draw::fill(*image, paper_);
    return image;
}

std::string Picture::name() const { return "noborder." + std::to_string(window_) + "." + std::to_string(version_); }

Result<> Picture::resize(draw::Point wanted)
{
    wanted_.reset();
    if (is_renewing_) {
        wanted_ = wanted;
        return {};
    }
    if (wanted == size()) return {};
    auto next = TRY(blank(wanted));
    copy(*next, *front_, next->r());
    image_ = std::move(next);
    ++version_;
    DO(shared_->names.add(name(), image_));
    unpublished_.clear();
    is_renewing_ = true;
    wait(renew_after);
    if (renewed) renewed();
    return {};
}

void Picture::adopt()
{
    auto connections = shared_->connections;  // those there were may be there still
    shared_ = std::make_shared<draw::Shared>();
    shared_->connections = connections;
    ++version_;
    (void)shared_->names.add(name(), image_);  // the first name there: none is in use
    unpublished_.clear();
    awaits_flush_ = true;
    if (!is_renewing_) timer_.reset();
}

void Picture::drawn(const draw::Image& image, draw::Rect r)
{
    if (&image != image_.get()) return;
    if (unpublished_.empty()) first_drawn_ = loop_.now();
    unpublished_.add(r);
    last_drawn_ = loop_.now();
    if (!awaits_flush_ && !timer_) wait(publish_after);
}

void Picture::flushed()
{
    if (unpublished_.empty()) return;
    awaits_flush_ = false;
    if (is_renewing_)
        publish_all();
    else
        publish();
}

void Picture::wait(std::uint64_t msec)
{
    timer_ = loop_.after(msec, [this] { late(); });
}

void Picture::late()
{
    timer_.reset();
    due ? due() : show();
}

void Picture::show()
{
    if (timer_) return;  // something else was drawn or shown meanwhile, and waits for its own time
    if (is_renewing_) return publish_all();
    if (unpublished_.empty()) return;
    auto when = std::min(last_drawn_ + publish_after, first_drawn_ + starve_after);
    if (loop_.now() < when) return wait(when - loop_.now());
    publish();
}

void Picture::publish()
{
    timer_.reset();
    for (auto& r : unpublished_.take()) {
        copy(*front_, *image_, r);
        if (shown) shown(r);
    }
}

void Picture::publish_all()
{
    is_renewing_ = false;
    unpublished_.clear();
    unpublished_.add(image_->r());
    // Without memory for a second picture the one drawn on is shown, half frames and all.
    if (front_->r() != image_->r()) front_ = blank(size()).value_or(image_);
    publish();
    if (auto size_wanted = std::exchange(wanted_, {})) (void)resize(*size_wanted);
}

}  // namespace winserver
