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
    state_.remove_all(watcher);
}

Result<> Engine::write(std::string_view messages, Watcher& watcher)
{
    while (!messages.empty()) {
        std::string_view message = messages.substr(0, TRY(message_size(state_, messages)));
        Call call{state_, watcher, message[0], {message.substr(1)}, {}};
        DO(find_message(message[0])->run(call));
        call.tell();
        watcher.message(message);
        messages.remove_prefix(message.size());
    }
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
