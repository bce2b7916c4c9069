# Guests: C++ made into a prepared wasm module, and that into native code (DESIGN, chapter 7).
#
#   add_guest_library(name SOURCES a.cc ... [INCLUDES dir ...])
#       objects that guests link; nothing native.
#   add_guest(name SOURCES a.cc ... [LIBRARIES guest_library ...] [INCLUDES dir ...] [VARIANTS O1 ...])
#       <build>/guest/name.wasm     the prepared module: its SHA-256 is its identity
#       <build>/guest/name.c        the whole module as one C file (runtime_compile takes it)
#       <build>/guest/name.so       native code, -O2; name.dll for Windows
#       <build>/guest/name.O1.so    for each variant: the same module by another optimization
#   The target's name is guest_<name>; it is built by default.
#
# A build for another system takes modules, and their C, from the build for this one (NINTH_NATIVE_BUILD): the same bytes, so
# that an image thaws on both.
#
# The steps and their flags are reasoned in prepare/main.cc, native/bare.h and here. Sources see the project's root.
if(CMAKE_CROSSCOMPILING)
    set(NINTH_NATIVE_BUILD ${CMAKE_SOURCE_DIR}/build/release CACHE PATH "a build of the same sources for this machine")
    set(GUEST_NATIVE_COMPILER ${CMAKE_C_COMPILER} CACHE INTERNAL "")
    set(guest_c_directory ${NINTH_NATIVE_BUILD}/guest CACHE INTERNAL "")
    set(guest_position)
    set(guest_link -static-libgcc -s)
else()
    find_program(GUEST_CLANG clang++-19 REQUIRED)
    find_program(GUEST_NATIVE_COMPILER gcc REQUIRED)  # whatever compiles the rest
    set(guest_c_directory ${CMAKE_BINARY_DIR}/guest CACHE INTERNAL "")
    set(guest_position -fPIC)
    set(guest_link -lm)
endif()

# Cached, so that the functions see them from every folder.
set(guest_directory ${CMAKE_BINARY_DIR}/guest CACHE INTERNAL "")
# Paths in the text of a module would make its identity that of a folder.
set(guest_compile_flags
    --target=wasm32-wasi -O2 -std=c++23 -fno-exceptions -fno-rtti -mbulk-memory -mmutable-globals
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -Wall -Wextra -Wpedantic -Wshadow -Werror -I${CMAKE_SOURCE_DIR}
    CACHE INTERNAL "")
# Without -O: clang would run wasm-opt behind our back, which strips names and makes functions no compiler ends.
# The stack comes first, so that running over it faults instead of reaching data.
set(guest_link_flags --target=wasm32-wasi -Wl,--stack-first,-z,stack-size=1048576 CACHE INTERNAL "")
# No fused multiply-add: the same bits on every machine.
set(guest_native_flags -std=gnu11 -w ${guest_position} -fvisibility=hidden -ffp-contract=off -fno-math-errno CACHE INTERNAL "")
set(guest_native_link ${guest_link} CACHE INTERNAL "")

# Compiles sources to objects; their paths go to ${out}.
function(guest_objects out name)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;INCLUDES;FLAGS")
    list(TRANSFORM arg_INCLUDES PREPEND -I)
    set(objects)
    foreach(source ${arg_SOURCES})
        cmake_path(ABSOLUTE_PATH source NORMALIZE OUTPUT_VARIABLE path)
        cmake_path(GET path FILENAME file)
        string(SHA1 place ${path})
        string(SUBSTRING ${place} 0 8 place)
        set(object ${guest_directory}/objects/${name}/${file}.${place}.o)
        cmake_path(GET object PARENT_PATH directory)
        file(MAKE_DIRECTORY ${directory})
        add_custom_command(
            OUTPUT ${object}
            COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${GUEST_CLANG} ${guest_compile_flags} ${arg_INCLUDES} ${arg_FLAGS}
                -MD -MF ${object}.d -c ${path} -o ${object}
            DEPENDS ${path}
            DEPFILE ${object}.d
            COMMENT "Guest ${name}: ${file}"
            VERBATIM COMMAND_EXPAND_LISTS)
        list(APPEND objects ${object})
    endforeach()
    set(${out} ${objects} PARENT_SCOPE)
endfunction()

function(add_guest_library name)
    if(CMAKE_CROSSCOMPILING)
        return()
    endif()
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;INCLUDES;FLAGS")
    guest_objects(objects ${name} SOURCES ${arg_SOURCES} INCLUDES ${arg_INCLUDES} FLAGS ${arg_FLAGS})
    add_custom_target(guest_${name} DEPENDS ${objects})
    set_property(GLOBAL PROPERTY guest_objects_${name} ${objects})
endfunction()

# Native code of ${name}.c by one set of flags. By names from the build's root, so that ccache has it for every build.
function(guest_native_code out name optimization suffix)
    set(file ${guest_directory}/${name}${suffix}${CMAKE_SHARED_LIBRARY_SUFFIX})
    set(object guest/objects/${name}/${optimization}.o)
    cmake_path(RELATIVE_PATH guest_c_directory BASE_DIRECTORY ${CMAKE_BINARY_DIR} OUTPUT_VARIABLE from)
    file(MAKE_DIRECTORY ${guest_directory}/objects/${name})
    add_custom_command(
        OUTPUT ${file}
        COMMAND ${CMAKE_C_COMPILER_LAUNCHER} ${GUEST_NATIVE_COMPILER} ${guest_native_flags} -${optimization} -c ${from}/${name}.c -o ${object}
        COMMAND ${GUEST_NATIVE_COMPILER} -shared ${object} -o ${file} ${guest_native_link}
        DEPENDS ${guest_c_directory}/${name}.c
        WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
        COMMENT "Guest ${name}: native code, -${optimization}"
        VERBATIM)
    set(${out} ${file} PARENT_SCOPE)
endfunction()

# The prepared module, and its C.
function(guest_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES;INCLUDES;VARIANTS")
    guest_objects(objects ${name} SOURCES ${arg_SOURCES} INCLUDES ${arg_INCLUDES})
    set(library_targets)
    foreach(library bulk_memory ${arg_LIBRARIES})
        get_property(more GLOBAL PROPERTY guest_objects_${library})
        if(NOT more)
            message(FATAL_ERROR "guest ${name}: ${library} is not a guest library")
        endif()
        list(APPEND objects ${more})
        list(APPEND library_targets guest_${library})
    endforeach()
    set(work ${guest_directory}/objects/${name})
    set(prepared ${guest_directory}/${name}.wasm)
    set(source ${guest_directory}/${name}.c)
    add_custom_command(
        OUTPUT ${prepared}
        COMMAND ${GUEST_CLANG} ${guest_link_flags} ${objects} -o ${work}/linked.wasm
        COMMAND ninth-prepare prepare ${work}/linked.wasm ${prepared}
        DEPENDS ${objects} ninth-prepare
        COMMENT "Guest ${name}: prepare"
        VERBATIM)
    add_custom_command(
        OUTPUT ${source}
        COMMAND ninth-prepare source ${prepared} ${source}
        DEPENDS ${prepared} ninth-prepare
        COMMENT "Guest ${name}: C"
        VERBATIM)
    add_custom_target(guest_${name}_module DEPENDS ${source})
    add_dependencies(guest_${name}_module ${library_targets})
endfunction()

# Those of the build for this machine, copied.
function(guest_module_from_elsewhere name)
    add_custom_command(
        OUTPUT ${guest_directory}/${name}.wasm ${guest_directory}/${name}.c
        COMMAND ${CMAKE_COMMAND} -E copy ${guest_c_directory}/${name}.wasm ${guest_c_directory}/${name}.c ${guest_directory}
        DEPENDS ${guest_c_directory}/${name}.wasm ${guest_c_directory}/${name}.c
        VERBATIM)
    add_custom_target(guest_${name}_module DEPENDS ${guest_directory}/${name}.wasm)
endfunction()

function(add_guest name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES;INCLUDES;VARIANTS")
    if(CMAKE_CROSSCOMPILING)
        guest_module_from_elsewhere(${name})
    else()
        guest_module(${name} ${ARGN})
    endif()
    guest_native_code(native ${name} O2 "")
    foreach(variant ${arg_VARIANTS})
        guest_native_code(more ${name} ${variant} .${variant})
        list(APPEND native ${more})
    endforeach()
    add_custom_target(guest_${name} ALL DEPENDS ${native})
    add_dependencies(guest_${name} guest_${name}_module)
endfunction()

add_guest_library(bulk_memory SOURCES ${CMAKE_SOURCE_DIR}/runtime/guest/bulk_memory.cc FLAGS -fno-builtin)
