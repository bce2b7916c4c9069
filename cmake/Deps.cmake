# The one place that names a library. Everything else links dep::<name>.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(dependency name package)
    pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${package})
    add_library(dep::${name} ALIAS PkgConfig::${name})
endfunction()

dependency(uv libuv)
dependency(sdl2 sdl2)
dependency(freetype freetype2)
dependency(harfbuzz harfbuzz)
dependency(zstd libzstd)
dependency(xxhash libxxhash)
dependency(crypto libcrypto)
dependency(png libpng)

if(BUILD_TESTING)
    find_package(GTest REQUIRED)
    add_library(dep::gtest ALIAS GTest::gtest_main)
endif()

# Binaryen has no pkg-config file.
find_library(BINARYEN binaryen REQUIRED)
add_library(binaryen INTERFACE)
target_link_libraries(binaryen INTERFACE ${BINARYEN})
add_library(dep::binaryen ALIAS binaryen)
