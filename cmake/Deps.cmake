# The one place that names a library. Everything else links dep::<name>.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(dependency name package)
    pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${package})
    add_library(dep::${name} ALIAS PkgConfig::${name})
endfunction()

add_library(dep::threads ALIAS Threads::Threads)
dependency(uv libuv)
# Its headers and its name: it is loaded when a window is wanted (winserver/host_sdl.cc).
pkg_check_modules(sdl2 REQUIRED sdl2)
add_library(sdl2 INTERFACE)
target_include_directories(sdl2 SYSTEM INTERFACE ${sdl2_INCLUDE_DIRS})
target_compile_definitions(sdl2 INTERFACE SDL_LIBRARY="libSDL2-2.0.so.0")
add_library(dep::sdl2 ALIAS sdl2)
dependency(freetype freetype2)
dependency(harfbuzz harfbuzz)
dependency(zstd libzstd)
dependency(xxhash libxxhash)
dependency(crypto libcrypto)
dependency(png libpng)

if(BUILD_TESTING)
    find_package(GTest)  # ./run does without
    if(GTest_FOUND)
        add_library(dep::gtest ALIAS GTest::gtest_main)
    endif()
endif()

# Libraries without a pkg-config file.
function(bare_dependency name)
    find_library(library_${name} ${name} REQUIRED)
    add_library(bare_${name} INTERFACE)
    target_link_libraries(bare_${name} INTERFACE ${library_${name}})
    add_library(dep::${name} ALIAS bare_${name})
endfunction()

bare_dependency(binaryen)
bare_dependency(tcc)
