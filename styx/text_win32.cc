#include "styx/text_win32.h"

#include <windows.h>

namespace styx {

std::wstring wide(std::string_view utf8)
{
    int bytes = int(utf8.size());
    int n = MultiByteToWideChar(CP_UTF8, 0, utf8.data(), bytes, nullptr, 0);
    std::wstring out(std::size_t(n), L'\0');
    MultiByteToWideChar(CP_UTF8, 0, utf8.data(), bytes, out.data(), n);
    return out;
}

std::string narrow(std::wstring_view utf16)
{
    int units = int(utf16.size());
    int n = WideCharToMultiByte(CP_UTF8, 0, utf16.data(), units, nullptr, 0, nullptr, nullptr);
    std::string out(std::size_t(n), '\0');
    WideCharToMultiByte(CP_UTF8, 0, utf16.data(), units, out.data(), n, nullptr, nullptr);
    return out;
}

std::string system_reason(unsigned long code)
{
    wchar_t text[512];
    auto n = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr, code,
                            MAKELANGID(LANG_ENGLISH, SUBLANG_DEFAULT), text, 512, nullptr);
    if (n == 0) n = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr, code, 0, text, 512, nullptr);
    while (n > 0 && (text[n - 1] == L'\n' || text[n - 1] == L'\r' || text[n - 1] == L'.' || text[n - 1] == L' ')) --n;
    return n > 0 ? narrow({text, n}) : "error " + std::to_string(code);
}

}  // namespace styx
