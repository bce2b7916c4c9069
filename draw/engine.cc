#include "draw/engine.h"

#include "draw/errors.h"
#include "draw/protocol.h"

#include <algorithm>

namespace draw {

Result<> Engine::bind_screen(std::shared_ptr<Image> screen)
{
    state_.screen = std::move(screen);
    if (state_.images.contains(0)) return {};
    return state_.add(0, {state_.screen, Origin::screen, {}});
}

void Engine::close(Watcher& watcher)
{
    state_.shared->names.remove_all(state_.options.number);
    for (bool is_closed = false; !is_closed;) {
        state_.begin(true);
        is_closed = state_.remove_all(watcher);
        state_.end();
        if (!is_closed) state_.arena.work()->wait();
    }
}

Result<> Engine::write(std::string_view messages, Watcher& watcher)
{
    while (!messages.empty()) messages.remove_prefix(TRY(write_one(messages, watcher)));
    return {};
}

Result<std::size_t> Engine::write_one(std::string_view messages, Watcher& watcher)
{
    for (;;) {
        const MessageRow* row = find_message(messages[0]);
        state_.begin(row && row->effect == Effect::structure);
        auto size = message_size(state_, messages);
        Result<> done = size ? carry_out(messages.substr(0, *size), watcher) : Result<>(std::unexpected(size.error()));
        bool is_cut = is_cut_off(), is_blocked = state_.under_way.is_blocked;
        state_.end();
        // What it cost apart from what it did: that it was read, and its images looked for.
        state_.arena.did(256 + 64 * state_.under_way.grounds.size());
        if (is_cut) return fail(errors::cut_off);
        if (done) return *size;
        if (!is_blocked) return std::unexpected(done.error());
        state_.arena.work()->wait();
    }
}

Result<> Engine::carry_out(std::string_view message, Watcher& watcher)
{
    Call call{state_, watcher, message[0], {message.substr(1)}, {}};
    DO(find_message(message[0])->run(call));
    call.tell();
    watcher.message(message);
    return {};
}

Result<std::string> Engine::read(std::size_t count)
{
    if (!state_.has_answer) return fail(errors::no_data);
    if (count < state_.answer.size()) return fail(errors::short_read);
    state_.has_answer = false;
    return std::exchange(state_.answer, {});
}

namespace {

bool is_stale(const Entry& entry)
{
    return entry.origin == Origin::made && entry.image->layer() && !entry.image->layer()->stale.empty();
}

}  // namespace

bool Engine::wants_refresh() const
{
    return std::any_of(state_.images.begin(), state_.images.end(), [](const auto& i) { return is_stale(i.second); });
}

std::string Engine::refresh(std::size_t count)
{
    styx::Writer out;
    for (auto& [id, entry] : state_.images) {
        if (!is_stale(entry) || out.out.size() + 5 * 4 > count) continue;
        Rect r = std::exchange(entry.image->layer()->stale, {});
        out.u32(id);
        for (int n : {r.min.x, r.min.y, r.max.x, r.max.y}) out.i32(n);
    }
    return out.out;
}

}  // namespace draw
