// The small devices: null, zero, random, time, user, font; and /prog, what a process says of itself.
#pragma once

#include "runtime/image/known_fonts.h"
#include "styx/tree.h"

namespace runtime {

class Process;

// assets: where the list of fonts is.
std::vector<styx::NodePtr> misc_devices(const std::string& assets, const image::KnownFonts&);
// prog/n/{status,ns,fd,ctl} with n the life's name for the only process there is.
styx::NodePtr program_files(Process&);
int process_number();  // the system's

}  // namespace runtime
