# The one place that names a library. Everything else links dep::<name>.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(dependency name package)
    pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${package})
    add_library(dep::${name} ALIAS PkgConfig::${name})
endfunction()

add_library(dep::threads ALIAS Threads::Threads)
dependency(uv libuv)
dependency(sdl2 sdl2)
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
