#include "tests/shell.h"

#include <cstdio>
#include <sys/wait.h>

namespace tests {

Said run_command(const std::string& line, const std::string& directory, const std::map<std::string, std::string>& environment)
{
    auto command = "cd '" + directory + "' && {\n";
    for (auto& [name, value] : environment)
        command += value.empty() ? "unset " + name + "\n" : "export " + name + "='" + value + "'\n";
    Said said;
    auto* out = popen((command + line + "\n} 2>&1 </dev/null").c_str(), "r");
    if (!out) return said;
    char piece[4096];
    while (auto n = fread(piece, 1, sizeof piece, out)) said.text.append(piece, n);
    said.status = WEXITSTATUS(pclose(out));
    return said;
}

}  // namespace tests
