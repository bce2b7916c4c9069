// Faults that are mended: how writes are tracked by protection (region_posix.cc). Windows keeps such books itself.
#pragma once

#include "runtime/engine/fault.h"

namespace runtime {

// Runs in the handler, on the thread that faulted: only what a signal handler may do. True: the address is mended, go on.
using MendFault = bool (*)(void* owner, std::uint8_t* address);
bool add_fault_mender(void* owner, MendFault);  // false: there are 16 already
void remove_fault_mender(void* owner);

}  // namespace runtime
