// One draw connection: messages in, pixels in an arena, answers out. The server side of draw(3)'s data and ctl files.
//
// A process's mirror and a display each run one; given the same messages they hold the same pixels, bit for bit.
// Nothing is remembered outside State and the arena. Nothing here blocks, but where the arena's Work has others draw
// meanwhile (work.h): then this is called on a stack that can wait.
#pragma once

#include "draw/state.h"
#include "draw/watcher.h"
#include "styx/bytes.h"

#include <memory>
#include <string>
#include <string_view>

namespace draw {

class Engine {
  public:
    // The arena outlives the engine and every image of it. shared is the same for all connections of an attach.
    Engine(Arena& arena, std::shared_ptr<Shared> shared, Options options = {}) : state_(arena, std::move(shared), options)
    {
    }

    // The image that 'J' binds id 0 to; bound at once if id 0 is free. The image is the owner's, and is not replayed.
    // Error: `image memory allocation failed` if the quota cannot hold it.
    Result<> bind_screen(std::shared_ptr<Image>);

    // Carries out a run of messages, one after another. On an error the messages before it stand, it itself has done
    // nothing, and the rest are dropped. Errors: draw(3)'s, see errors.h.
    Result<> write(std::string_view messages, Watcher&);
    // Carries out the first of them only, and says how long it is.
    Result<std::size_t> write_one(std::string_view messages, Watcher&);

    // The answer to the latest 'I', 'q' or 'r', once. Errors: `no draw data`; `draw read too short` if the answer is
    // longer than count, and then it stays.
    Result<std::string> read(std::size_t count);

    // What is to be drawn again, since the last call: of windows made with refresh by message (draw(3), draw/N/refresh).
    // 20 bytes each, at most count in all: id[4] R[4*4].
    std::string refresh(std::size_t count);
    bool wants_refresh() const;

    // The end of the connection: its screens and images go as if they were freed, each once nobody draws on it.
    void close(Watcher& watcher);

    // Whether the message under way has kept others waiting for too long: what is left of it is not wanted (work.h), and it
    // fails with `draw message kept others waiting`.
    bool is_cut_off() const { return state_.under_way.waited_for > longest_wait; }

    // The text of draw/new and ctl: connection, image id, chan, repl, r, clip, each "%11d ". About the image of the
    // last 'n', of select, or id 0. Error: `unknown id for draw image`.
    Result<std::string> info() const { return state_.info(); }
    // Writing an id to ctl.
    void select(std::uint32_t id) { state_.info_id = id; }

    const State& state() const { return state_; }

    // Everything but the pixels, which stay where they are in the arena. Shared images are saved with their names.
    void save(styx::Writer&) const;
    // The engine that save saw, on an arena with the same bytes at the same offsets; the arena counts them allocated.
    // Images and screens that the owner (windows) or an engine restored before has put into shared are taken from there.
    // Error: `this draw state is damaged`.
    static Result<std::unique_ptr<Engine>> restore(styx::Reader&, Arena&, std::shared_ptr<Shared>, Options options = {});

  private:
    static constexpr int longest_wait = 64;  // of another's turns: something like a tenth of a second
    Result<> carry_out(std::string_view message, Watcher&);

    State state_;
};

}  // namespace draw
