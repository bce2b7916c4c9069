#include "ninth/begin.h"

#include "styx/text_win32.h"

#include <cstdio>
#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <shellapi.h>

// A process that dies shows no box that waits for somebody to press a button.
std::vector<std::string> begin(int, char**)
{
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    for (auto* stream : {stdin, stdout, stderr}) _setmode(_fileno(stream), _O_BINARY);
    std::setvbuf(stderr, nullptr, _IONBF, 0);  // Windows keeps it back, and with it the last words
    SetConsoleOutputCP(CP_UTF8);
    int count = 0;
    auto* words = CommandLineToArgvW(GetCommandLineW(), &count);
    std::vector<std::string> out;
    for (int i = 1; i < count; ++i) out.push_back(styx::narrow(words[i]));
    LocalFree(words);
    return out;
}
