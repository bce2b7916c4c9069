// Lines written to ctl files, as those of hold and session: quoted words and verbs. What words are read is what their
// line, written anew, reads as.
#include "session/words.h"
#include "styx/handlers.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(bytes), size);
    int calls = 0;
    auto counts = [&](std::size_t least, std::size_t most) {
        return [&calls, least, most](const styx::Names& words) -> Result<> {
            if (words.size() < least || words.size() > most) std::abort();
            ++calls;
            return {};
        };
    };
    const std::vector<styx::Verb> verbs = {
        {"resize", "columns rows", counts(2, 2), ""},
        {"end", "", counts(0, 0), ""},
        {"open", "program file…", counts(1, ~std::size_t(0)), ""},
        {"from", "sequence?", counts(0, 1), ""},
    };
    auto lines = styx::quoted_lines(text);
    for (auto& line : lines) {
        (void)styx::run_verb(verbs, line);
        auto words = styx::tokens(line);
        if (styx::tokens(session::line_of(words)) != words) std::abort();
    }
    if (calls > int(lines.size())) std::abort();
    (void)session::lines_of(text);
    return 0;
}
