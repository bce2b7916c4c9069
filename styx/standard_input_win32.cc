#include "styx/standard_input.h"

#include "styx/text_win32.h"

#include <windows.h>

namespace styx {

Result<std::string> read_standard_input(std::size_t most)
{
    std::string bytes(most, '\0');
    DWORD n = 0;
    if (!ReadFile(GetStdHandle(STD_INPUT_HANDLE), bytes.data(), DWORD(most), &n, nullptr)) {
        auto code = GetLastError();
        if (code != ERROR_BROKEN_PIPE && code != ERROR_HANDLE_EOF) return fail("standard input: " + system_reason(code));
        n = 0;
    }
    bytes.resize(n);
    return bytes;
}

}  // namespace styx
