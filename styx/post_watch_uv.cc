#include "styx/post_watch_uv.h"

#include "styx/path.h"

namespace styx {

struct PostWatch::Handles {
    uv_fs_event_t directory{};
    uv_timer_t timer{};
    std::string path;
    std::function<void()> gone;
    int open = 2;

    static Handles* of(void* h) { return static_cast<Handles*>(static_cast<uv_handle_t*>(h)->data); }
    void has_changed()
    {
        if (!uv_is_active(reinterpret_cast<uv_handle_t*>(&timer))) uv_timer_start(&timer, [](uv_timer_t* t) { of(t)->look(); }, settle_msec, 0);
    }
    void look()
    {
        std::error_code bad;
        bool is_there = std::filesystem::symlink_status(path_of(path), bad).type() != std::filesystem::file_type::not_found;
        if (is_there || !gone) return;
        auto f = gone;  // a copy: it may destroy the watch
        f();
    }
    static void closed(uv_handle_t* h)
    {
        auto* all = of(h);
        if (--all->open == 0) delete all;
    }
};

PostWatch::PostWatch(Loop::State& loop, std::string path, std::function<void()> gone) : handles_(new Handles)
{
    auto* h = handles_;
    h->path = std::move(path);
    h->gone = std::move(gone);
    h->directory.data = h->timer.data = h;
    uv_fs_event_init(&loop.uv, &h->directory);
    uv_timer_init(&loop.uv, &h->timer);
    auto directory = h->path.substr(0, h->path.rfind('/') + 1);
    int r = uv_fs_event_start(&h->directory, [](uv_fs_event_t* e, const char*, int, int) { Handles::of(e)->has_changed(); },
                      directory.empty() ? "." : directory.c_str(), 0);
    // The directory is not there either: it may be in a while.
    if (r == UV_ENOENT) uv_timer_start(&h->timer, [](uv_timer_t* t) { Handles::of(t)->look(); }, look_again_msec, 0);
}

PostWatch::~PostWatch()
{
    handles_->gone = nullptr;
    for (auto* h : {reinterpret_cast<uv_handle_t*>(&handles_->directory), reinterpret_cast<uv_handle_t*>(&handles_->timer)})
        if (!uv_is_closing(h)) uv_close(h, Handles::closed);
}

}  // namespace styx
