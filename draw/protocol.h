// The messages of draw(3): each is a letter and its arguments, several to a write.
//
// The table says for each letter what follows it, how its length is known and what carries it out. To add a message,
// add a row.
#pragma once

#include "draw/state.h"
#include "draw/watcher.h"
#include "styx/bytes.h"

#include <span>
#include <string_view>

namespace draw {

// A message being carried out. args is at the byte after the letter; the fixed arguments are known to be there, and
// so is the tail that the row's length rule found.
struct Call {
    State& state;
    Watcher& watcher;
    char letter;
    styx::Reader args;
    Touched touched;  // by this message

    std::uint32_t id() { return args.u32(); }
    int number() { return args.i32(); }
    Point point() { return {number(), number()}; }
    Rect rect() { return {point(), point()}; }
    void tell()
    {
        for (auto& part : touched.parts()) watcher.damage(*part.image, part.r);
    }
};

// What a message may change while another connection's is under way on the same images (shared.h).
enum class Effect : std::uint8_t { pixels, structure };

struct MessageRow {
    char letter;
    std::string_view arguments;  // in draw(3)'s notation: name[bytes]; what follows "..." is counted by `tail`
    // The bytes after the fixed arguments, given all bytes from the letter on; null if there are none.
    // Errors: `short draw message`, and what stops a length from being known.
    Result<std::size_t> (*tail)(State&, std::string_view bytes);
    // Carries the message out, whole or not at all; what it touches is told afterwards.
    Result<> (*run)(Call&);
    std::string_view help;
    Effect effect = Effect::pixels;
};

std::span<const MessageRow> message_table();
const MessageRow* find_message(char letter);

// The bytes of the fixed arguments: the sum of the brackets before "...".
constexpr std::size_t fixed_size(std::string_view arguments)
{
    std::size_t sum = 0;
    arguments = arguments.substr(0, arguments.find("..."));
    for (std::size_t at = arguments.find('['); at != arguments.npos; at = arguments.find('[', at + 1)) {
        std::size_t product = 1;
        for (std::size_t i = at + 1, n = 0; i < arguments.size(); ++i) {
            if (arguments[i] >= '0' && arguments[i] <= '9') {
                n = n * 10 + std::size_t(arguments[i] - '0');
                continue;
            }
            product *= n;
            n = 0;
            if (arguments[i] == ']') break;
        }
        sum += product;
    }
    return sum;
}

// The length of the message that bytes begin with, the letter included.
// Errors: `bad draw command`, `short draw message`, and the tail's.
Result<std::size_t> message_size(State&, std::string_view bytes);

}  // namespace draw
