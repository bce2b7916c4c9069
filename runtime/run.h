// `ninth run DIRECTORY`: the process of one life. The session starts it; it belongs to nobody.
//
//   ninth run DIRECTORY [--upto SEQUENCE] [-D]
// Locks the life's log, thaws its newest image or starts the program, and posts life-<id>. With --upto it thaws the newest
// image at or before SEQUENCE, and what it had read of its input since is not offered to it again.
//   ctl     checkpoint [cause]; freeze; end; view ADDRESS; unview ADDRESS
//   status  state generation sequence pid memory_bytes checkpoint_age_ms shown|hidden pause_us
//           pause_us: how long the program stood still for its last checkpoint
//   events  lines, from the beginning for every reader: drawn; checkpoint SEQ; frozen; exited CODE; trapped TEXT; failed TEXT
// Exit status: 0 frozen or ended, 3 trapped, 4 cannot start.
#pragma once

#include <span>
#include <string_view>

namespace runtime {

int run_main(std::span<const std::string_view> arguments);

}  // namespace runtime
