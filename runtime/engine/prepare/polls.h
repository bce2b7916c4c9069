// Safepoints where a program only computes, so that it can be stopped too.
#pragma once

#include <binaryen-c.h>

namespace prepare {

// Adds the import ninth.poll and the exported mutable global __ninth_poll, and puts
//     if (__ninth_poll) ninth.poll()
// at the head of every loop but innermost ones without calls inside another loop, which are short and many, and at the
// entry of every function that can come to itself by direct calls. libc's leaf functions, by name, are left alone:
// polls in them would make everything suspendable, at 1.4 times the instructions (text kernel, measured).
void add_polls(BinaryenModuleRef);

}  // namespace prepare
