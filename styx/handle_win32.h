// A handle of Windows that is closed with its object, and a rename that all of ours go by.
#pragma once

#include <memory>
#include <string>
#include <windows.h>

namespace styx {

struct HandleCloser {
    using pointer = HANDLE;
    void operator()(HANDLE h) const { CloseHandle(h); }
};
using OwnHandle = std::unique_ptr<HANDLE, HandleCloser>;

// Puts `from`, which may be open, in the place of `to`, at once for all who look; waits a second for who keeps either from
// it, as a virus scanner does. False: GetLastError says why.
bool rename_over(const std::wstring& from, const std::wstring& to);

}  // namespace styx
