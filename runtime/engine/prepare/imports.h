// What a module asks of its runtime, held against the table.
#pragma once

#include <binaryen-c.h>
#include <string>

namespace prepare {

// Why the module cannot run here: "it imports env.abort, which Ninth does not have", "it imports ninth.read with other
// types"; empty if it can.
std::string complaint_about_imports(BinaryenModuleRef);

// The rows of kind `waits` as asyncify's argument: module.name,module.name...
std::string suspending_imports();

}  // namespace prepare
