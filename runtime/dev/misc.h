// The small devices: null, zero, random, time, user, font; and /prog, what a process says of itself.
#pragma once

#include "styx/tree.h"

namespace runtime {

class Process;

std::vector<styx::NodePtr> misc_devices(Process&, const std::string& font_list);
// prog/n/{status,ns,fd,ctl} with n the life's name for the only process there is.
styx::NodePtr program_files(Process&);
int process_number();  // the system's

}  // namespace runtime
