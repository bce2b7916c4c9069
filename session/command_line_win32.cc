#include "session/command_line_win32.h"

#include "styx/text_win32.h"

namespace session {
namespace {

// Backslashes mean themselves, but before a quotation mark.
std::wstring quoted(const std::wstring& word)
{
    if (!word.empty() && word.find_first_of(L" \t\n\v\"") == word.npos) return word;
    std::wstring out = L"\"";
    std::size_t backslashes = 0;
    for (wchar_t c : word) {
        if (c == L'"') out.append(backslashes + 1, L'\\');
        backslashes = c == L'\\' ? backslashes + 1 : 0;
        out += c;
    }
    return out.append(backslashes, L'\\') + L'"';
}

}  // namespace

std::wstring command_line(const std::string& program, const std::vector<std::string>& arguments)
{
    auto line = quoted(styx::wide(program));
    for (auto& a : arguments) line += L' ' + quoted(styx::wide(a));
    return line;
}

}  // namespace session
