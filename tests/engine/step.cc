// engine_step MODULE IMAGE CALLS [INPUT]: runs a guest until the CALLS-th call that waits, from IMAGE, or afresh with
// what is in the file INPUT. Stopped, it writes IMAGE and exits with 99; ended, it writes there what the guest wrote
// and exits with its code.
#include "tests/engine/script.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {

std::string slurp(const char* path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Result<int> step(char** words, int count)
{
    auto module = TRY(module_of(words[1]));
    Script script;
    auto instance = TRY(count == 5 ? runtime::Instance::create(module, script) : thaw(module, script, slurp(words[2])));
    script.instance = instance.get();
    if (count == 5) script.input = slurp(words[4]);
    script.stop_at = script.waits + unsigned(std::atoi(words[3]));
    auto stop = run(*instance);
    if (stop == runtime::Stop::trapped) return fail(text_of(instance->trap()));
    if (stop == runtime::Stop::ended) {
        std::ofstream(words[2], std::ios::binary) << script.output;
        return instance->exit_code();
    }
    std::ofstream(words[2], std::ios::binary) << freeze(*instance, script);
    return 99;
}

}  // namespace

int main(int count, char** words)
{
    if (count < 4) return 2;
    auto code = step(words, count);
    if (!code) std::fprintf(stderr, "engine_step: %s\n", code.error().text.c_str());
    return code ? *code : 1;
}
