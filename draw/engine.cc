#include "draw/engine.h"

#include "draw/errors.h"
#include "draw/protocol.h"

namespace draw {

Engine::Engine(Arena& arena, std::shared_ptr<Names> names, Options options)
    : state_{.arena = arena, .names = std::move(names), .options = options, .images = {}, .screen = {}, .answer = {}}
{
}

Result<> Engine::bind_screen(std::shared_ptr<Image> screen)
{
    state_.screen = std::move(screen);
    if (state_.images.contains(0)) return {};
    return state_.add(0, {state_.screen, Origin::screen, {}});
}

Result<> Engine::write(std::string_view messages, Watcher& watcher)
{
    while (!messages.empty()) {
        std::string_view message = messages.substr(0, TRY(message_size(state_, messages)));
        Call call{state_, watcher, message[0], {message.substr(1)}};
        DO(find_message(message[0])->run(call));
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

}  // namespace draw
