// Who we are to Windows, and whether something is ours.
#pragma once

#include <memory>
#include <string>

namespace styx {

// Of the user this process runs as, as text: S-1-5-21-…
const std::wstring& own_sid();
// Whether the process runs as the same user. False for one that is gone or cannot be asked.
bool is_own_process(unsigned long pid);
// Whether the file or directory belongs to this user, or to the group that owns what an administrator makes.
bool is_own_file(const std::wstring& path);
// A SECURITY_ATTRIBUTES by which the user, and the system, may do everything and nobody else anything; what is made in
// such a directory takes it over. Good as long as the process.
void* for_own_use();

}  // namespace styx
