#include "runtime/dev/misc.h"

#include <windows.h>

namespace runtime {

int process_number() { return int(GetCurrentProcessId()); }

}  // namespace runtime
