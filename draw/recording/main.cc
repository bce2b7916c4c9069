// replay: plays a recorded session to the draw engine.
#include "draw/png.h"
#include "draw/recording/player.h"

#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

namespace {

constexpr const char* usage = R"(usage: replay FILE.draw OUT.png

Plays the recorded session FILE.draw (PLAN9DRAW1) to a draw device of its own, writes the screen as it is at the end
to OUT.png, and prints how many of the device's answers differ from the recorded ones.

exit status: 0 if no answer differs, 1 if one does, 2 if the session cannot be played
)";

int cannot(const std::string& why)
{
    std::fprintf(stderr, "replay: %s\n", why.c_str());
    return 2;
}

int replay(const char* from, const char* to)
{
    std::ifstream file(from, std::ios::binary);
    std::stringstream bytes;
    if (!file || !(bytes << file.rdbuf())) return cannot(std::string("cannot read ") + from);
    auto records = draw::read_recording(bytes.str());
    if (!records) return cannot(std::string(from) + ": " + records.error().text);
    draw::Player player(*records);
    for (const draw::Record& record : *records)
        if (auto played = player.play(record); !played) return cannot(std::string(from) + ": " + played.error().text);
    player.end();
    if (!player.screen()) return cannot(std::string(from) + ": no screen is in the recording");
    if (auto written = draw::write_png(to, *player.screen()); !written) return cannot(written.error().text);
    std::printf("%d of %d answers differ\n", player.differing(), player.answers());
    if (player.differing()) std::printf("first: %s\n", player.first_difference().c_str());
    return player.differing() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv)
{
    bool asks = argc == 2 && (!std::strcmp(argv[1], "--help") || !std::strcmp(argv[1], "-h"));
    if (asks) return std::fputs(usage, stdout), 0;
    if (argc != 3) return std::fputs(usage, stderr), 2;
    return replay(argv[1], argv[2]);
}
