#include "runtime/dev/misc.h"

#include <unistd.h>

namespace runtime {

int process_number() { return getpid(); }

}  // namespace runtime
