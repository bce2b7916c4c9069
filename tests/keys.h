// What a hand types that is no text.
#pragma once

namespace tests {

inline constexpr char put_key[] = "\x13";                       // Ctrl-S
inline constexpr char undo_key[] = "\x1a", redo_key[] = "\x19"; // Ctrl-Z, Ctrl-Y

}  // namespace tests
