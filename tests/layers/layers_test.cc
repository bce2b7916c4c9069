// The source tree keeps to the rules, and what holds it to them sees a breach when there is one.
#include "layers.h"

#include "rules.h"

#include <algorithm>
#include <gtest/gtest.h>

using layers::complaints;
using layers::Tree;

namespace {

TEST(Layers, the_source_keeps_to_the_rules)
{
    auto tree = layers::read_tree(SOURCE);
    EXPECT_GT(tree.size(), 200u);
    for (auto& c : complaints(tree)) ADD_FAILURE() << c;
}

// What a tree of one file is told, or nothing.
std::string told(const std::string& file, const std::string& text)
{
    auto all = complaints(Tree{{file, text}});
    return all.empty() ? "" : all[0];
}

TEST(Layers, a_breach_is_told_with_its_file_line_and_rule)
{
    EXPECT_EQ(told("winserver/stack.cc", "// Windows.\n\n#include \"session/life.h\"\n"),
              "winserver/stack.cc:3: session/life.h may not stand here: session is met through its files");
}

struct Case {
    const char *file, *text;
};

// A line that each rule refuses, and one much like it that it lets pass.
constexpr Case refused[] = {
    {"styx/tree.cc", "#include \"draw/geometry.h\""},
    {"styx/tree.cc", "#include \"draw/image.h\""},
    {"styx/loop.h", "#include \"styx/loop_uv.h\""},
    {"runtime/run.cc", "#include \"styx/loop_uv.h\""},
    {"session/host/host.cc", "#include \"session/host/disk_posix.h\""},
    {"styx/loop.cc", "#include \"styx/pipe_win32.h\""},
    {"runtime/engine/prepare/polls.cc", "#include \"winserver/stack.h\""},
    {"draw/image.cc", "#include \"runtime/namespace.h\""},
    {"draw/image.cc", "#include \"winserver/window.h\""},
    {"winserver/window.cc", "#include \"apps/kit/app.h\""},
    {"winserver/window.cc", "#include \"runtime/mount.h\""},
    {"runtime/run.cc", "#include \"winserver/window.h\""},
    {"runtime/run.cc", "#include \"session/life.h\""},
    {"session/life.cc", "#include \"winserver/display.h\""},
    {"session/life.cc", "#include \"runtime/process.h\""},
    {"session/life.cc", "#include \"runtime/run.h\""},
    {"session/life.cc", "#include \"runtime/guest/sys.h\""},
    {"session/life.cc", "#include \"draw/client.h\""},
    {"session/life.cc", "#include \"draw/png.h\""},
    {"session/life.cc", "#include \"apps/kit/app.h\""},
    {"apps/note/main.cc", "#include \"session/session.h\""},
    {"apps/note/main.cc", "#include \"winserver/window.h\""},
    {"apps/note/main.cc", "#include \"draw/engine.h\""},
    {"apps/note/main.cc", "#include \"draw/png.h\""},
    {"apps/note/main.cc", "#include \"runtime/image/image.h\""},
    {"apps/note/main.cc", "#include \"apps/acme/column.h\""},
    {"ninth/main.cc", "#include \"session/life.h\""},
    {"session/session.cc", "#include \"ninth/begin.h\""},
    {"styx/loop.h", "#include <uv.h>"},
    {"winserver/desktop.cc", "#include <uv.h>"},
    {"winserver/desktop.cc", "#include \"winserver/sdl.h\""},
    {"winserver/host_sdl.cc", "#include <SDL.h>"},
    {"winserver/desktop.cc", "#  include <SDL2/SDL_events.h>"},
    {"draw/font.cc", "#include <ft2build.h>"},
    {"draw/text/shape.cc", "#include <fribidi.h>"},
    {"draw/text/shape.cc", "#include <utf8proc.h>"},
    {"draw/font.cc", "#include FT_FREETYPE_H"},
    {"winserver/lettering.cc", "#include <hb-ot.h>"},
    {"session/picture.cc", "#include <png.h>"},
    {"session/store.cc", "#include <zstd.h>"},
    {"runtime/life.cc", "#include <sqlite3.h>"},
    {"session/modules.h", "#include <openssl/evp.h>"},
    {"runtime/process.cc", "#include <libtcc.h>"},
    {"runtime/engine/module.cc", "#include <wabt/ir.h>"},
    {"runtime/engine/module.cc", "#include <binaryen-c.h>"},
    {"styx/remote.cc", "#include <unistd.h>"},
    {"styx/remote.h", "#include <windows.h>"},
    {"runtime/run.cc", "#include <sys/mman.h>"},
    {"draw/rows.cc", "#include <some_library.hpp>"},
    {"styx/places.cc", "#ifdef _WIN32"},
    {"styx/places.cc", "#ifndef __linux__"},
    {"styx/places.cc", "#if defined(__x86_64__) && \\\n    !defined(__APPLE__)"},
    {"styx/places.cc", "#if 0\n#elif defined(_MSC_VER)\n#endif"},
    {"winserver/CMakeLists.txt", "target_link_libraries(winserver PRIVATE SDL2::SDL2)"},
    {"winserver/CMakeLists.txt", "add_library(winserver a.cc)\ntarget_link_libraries(winserver PRIVATE\n  png)"},
    {"tests/draw/CMakeLists.txt", "find_package(GTest REQUIRED)"},
    {"CMakeLists.txt", "Find_Library(x y)"},
    {"styx/tree.cc", "#include \"tree.h\""},
    {"styx/tree.cc", "#include \"elsewhere/tree.h\""},
};

constexpr Case accepted[] = {
    {"styx/tree.cc", "#include \"styx/tree.h\""},
    {"styx/transport_uv.cc", "#include \"styx/loop_uv.h\"\n#include <uv.h>"},
    {"session/host/disk_posix.cc", "#include \"session/host/disk_posix.h\"\n#include <unistd.h>"},
    {"winserver/window.cc", "#include \"draw/engine.h\"\n#include \"styx/serve.h\"\n#include <vector>"},
    {"runtime/mirror/arena.cc", "#include \"draw/arena.h\""},
    {"session/store.cc", "#include \"runtime/image/log.h\""},
    {"session/picture.cc", "#include \"draw/png.h\""},
    {"apps/note/main.cc", "#include \"apps/kit/app.h\"\n#include \"draw/client.h\"\n#include \"runtime/guest/sys.h\""},
    {"apps/note/main.cc", "#include \"apps/note/dot.h\""},
    {"ninth/main.cc", "#include \"session/session.h\"\n#include \"winserver/display.h\"\n#include \"runtime/run.h\""},
    {"winserver/host_sdl.cc", "#include \"winserver/sdl.h\""},
    {"winserver/sdl.h", "#include <SDL.h>"},
    {"draw/text/face.cc", "#include <ft2build.h>\n#include FT_FREETYPE_H"},
    {"draw/rows.cc", "// #include <unistd.h>\n#ifdef __SANITIZE_ADDRESS__"},
    {"styx/places_win32.cc", "#include <windows.h>"},
    {"runtime/engine/native/glue.c", "#if defined(_WIN32)"},
    {"winserver/CMakeLists.txt", "add_library(winserver a.cc)  # PNG::PNG\ntarget_link_libraries(winserver PRIVATE dep::sdl2 ${LIBS})"},
    {"cmake/Deps.cmake", "find_package(PkgConfig REQUIRED)"},
};

TEST(Layers, each_rule_refuses)
{
    for (auto& c : refused) EXPECT_NE(told(c.file, c.text), "") << c.file << ": " << c.text;
}

TEST(Layers, each_rule_is_among_them)
{
    for (auto& rule : layers::rules) {
        auto refuses = [&](const Case& c) { return told(c.file, c.text).ends_with(rule.why); };
        EXPECT_TRUE(rule.files == "*" || std::ranges::any_of(refused, refuses)) << rule.names << ": " << rule.why;
    }
}

TEST(Layers, each_rule_lets_pass)
{
    for (auto& c : accepted) EXPECT_EQ(told(c.file, c.text), "") << c.file << ": " << c.text;
}

TEST(Layers, a_header_beside_is_known_by_its_path)
{
    Tree tree = {{"apps/note/main.cc", "#include \"../acme/column.h\""},
                 {"session/gate/gate.cc", "#include \"door.h\""},
                 {"session/gate/door.h", "#include <poll.h>"}};
    auto all = complaints(tree);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_TRUE(all[0].starts_with("apps/note/main.cc:1: ../acme/column.h")) << all[0];
    EXPECT_TRUE(all[1].starts_with("session/gate/door.h:1: <poll.h> may not")) << all[1];
}

}  // namespace
