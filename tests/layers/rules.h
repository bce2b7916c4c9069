// THE TABLE of what may stand where. A line of the source that names something is looked for here, row by row; the first
// row that knows the name says in which files it may stand. Names are:
//   draw/png.h        a header of ours, from the root
//   <uv.h>            any other header
//   #if__WIN32        a name in a preprocessor condition, behind #if_
//   link_PNG::PNG     what a CMakeLists.txt links that is no target of ours
//   cmake_find_path   a command of CMake
// A * stands for any characters. What no row knows may stand anywhere, but for headers. Tests may look at anything.
#pragma once

#include <string_view>

namespace layers {

struct Rule {
    std::string_view names, files, why;
};

constexpr std::string_view os_files = "*_posix.cc *_posix.h *_win32.cc *_win32.h "
                                       "apps/* runtime/guest/* runtime/engine/native/*";  // guests: WASI is their system

constexpr Rule rules[] = {
    // Our folders, from the bottom up.
    {"styx/*_uv.h", "styx/*.cc styx/*_uv.h", "libuv's types stand in no header that another folder includes"},
    {"*_posix.h", "*_posix.cc *_posix.h", "a system's header is for the files of that system"},
    {"*_win32.h", "*_win32.cc *_win32.h", "a system's header is for the files of that system"},
    {"styx/*", "*", "styx is for all of ours"},
    {"draw/client.h draw/client_message.h draw/font.h draw/geometry.h draw/glyph_sheet.h draw/op.h draw/pixel.h "
     "draw/text/protocol.h draw/text/utf8.h",
     "draw/* winserver/* runtime/* apps/*", "draw's client is for programs; styx stands on nothing, session only on draw/png.h"},
    {"draw/png.h", "draw/* winserver/* runtime/* session/picture.cc", "of draw, session has the writing of pictures in picture.cc"},
    {"draw/*", "draw/* winserver/* runtime/*", "draw's engine is for winserver and runtime: programs have its client, styx nothing"},
    {"winserver/sdl.h", "winserver/host_sdl.cc winserver/sdl_*.cc", "SDL is called in one file"},
    {"winserver/display.h", "winserver/* ninth/main.cc", "winserver is met through its files"},
    {"winserver/*", "winserver/*", "winserver is met through its files"},
    {"runtime/guest/*", "runtime/* apps/*", "runtime/guest is for guests"},
    {"runtime/image/*", "runtime/* session/*", "of runtime, session has the image format"},
    {"runtime/run.h", "runtime/* ninth/main.cc", "runtime is met through its files"},
    {"runtime/*", "runtime/*", "of runtime, session has runtime/image and programs have runtime/guest"},
    {"session/session.h session/gate/gate.h session/hold/hold.h session/host/host.h session/verbs/verbs.h",
     "session/* ninth/main.cc", "session is met through its files"},
    {"session/*", "session/*", "session is met through its files"},
    {"ninth/*", "ninth/*", "ninth is the program, for nobody else"},
    {"apps/kit/*", "apps/*", "apps/kit is for apps"},
    {"apps/*", "(its_own_folder)", "a program is met through its files"},

    // Libraries: each where it is hidden.
    {"<uv.h>", "styx/*.cc styx/*_uv.h", "libuv stands in styx, in no header that another folder includes"},
    {"<SDL* <SDL2/*", "winserver/sdl.h", "SDL is called in one file"},
    {"<ft2build.h> <freetype/* <FT_* <hb.h> <hb-* <harfbuzz/*", "draw/text/* tests/bench/text_peer.cc", "FreeType and HarfBuzz stand in draw/text"},
    {"<fribidi.h> <fribidi/*", "draw/text/bidi.cc", "FriBidi stands in one file"},
    {"<utf8proc.h>", "draw/text/unicode.cc", "utf8proc stands in one file"},
    {"<png.h>", "draw/png.cc", "libpng stands in one file"},
    {"<zstd*.h> <xxhash.h>", "runtime/image/*.cc", "compression and checksums stand in the image format"},
    {"<sqlite3.h>", "session/*.cc", "SQLite stands in session"},
    {"<openssl/*", "styx/digest_posix.cc", "OpenSSL stands in one file"},
    {"<wabt/*", "runtime/engine/translate.cc", "WABT stands in one file"},
    {"<libtcc.h>", "runtime/engine/compile_tcc.cc", "libtcc stands in one file"},
    {"<binaryen-c.h>", "runtime/engine/prepare/*", "Binaryen stands in ninth-prepare"},
    {"<stdint.h> <stddef.h>", "*", "C's own headers"},

    // The system: any header with a suffix that is no library's, and any question which system this is.
    {"<*.h> <*.hpp> <sys/* <linux/*", os_files, "what is a system's own stands in *_posix.cc and *_win32.cc"},
    {"#if_WIN32 #if__WIN32 #if__WIN64 #if__MSC_VER #if___MINGW* #if___linux* #if_linux #if___unix* #if_unix #if___APPLE__ "
     "#if___FreeBSD__ #if___CYGWIN__",
     os_files, "what is a system's own stands in *_posix.cc and *_win32.cc"},

    // The build.
    {"link_dep::*", "*", "a library's name stands in cmake/Deps.cmake"},
    {"link_*", "cmake/Deps.cmake", "a library's name stands in cmake/Deps.cmake; all else links dep::NAME"},
    {"cmake_find_package cmake_find_library cmake_find_path cmake_pkg_check_modules cmake_pkg_search_module "
     "cmake_fetchcontent_*",
     "cmake/Deps.cmake", "a library is found in cmake/Deps.cmake and nowhere else"},
};

}  // namespace layers
