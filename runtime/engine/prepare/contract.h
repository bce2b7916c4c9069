// What a module and its runtime want of each other: its imports held against the table, its exports.
#pragma once

#include <binaryen-c.h>
#include <string>

namespace prepare {

// Why the module cannot run here: "it imports env.abort, which Ninth does not have", "it imports ninth.read with other
// types", "it exports no _start, so it is no program", "it exports no memory"; empty if it can.
std::string complaint(BinaryenModuleRef);

// The rows of kind `waits` as asyncify's argument: module.name,module.name...
std::string suspending_imports();

}  // namespace prepare
