# Cross-compiles for Windows with Debian's mingw-w64. The posix variant: GCC 12's other one has no std::thread.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_VERSION 10.0)
set(CMAKE_SYSTEM_PROCESSOR AMD64)
set(triplet x86_64-w64-mingw32)
set(CMAKE_C_COMPILER ${triplet}-gcc-posix)
set(CMAKE_CXX_COMPILER ${triplet}-g++-posix)
set(CMAKE_RC_COMPILER ${triplet}-windres)
set(CMAKE_AR ${triplet}-gcc-ar-posix CACHE FILEPATH "")
set(CMAKE_RANLIB ${triplet}-gcc-ranlib-posix CACHE FILEPATH "")

# Where cmake/windows/deps.sh has put the libraries.
if(NOT "$ENV{NINTH_WINDOWS_DEPS}" STREQUAL "")
    set(NINTH_WINDOWS_DEPS "$ENV{NINTH_WINDOWS_DEPS}" CACHE PATH "prefix of the libraries built for Windows" FORCE)
endif()
set(NINTH_WINDOWS_LIBRARY OFF CACHE BOOL "what is built is a library of others, which minds NOMINMAX and UNICODE")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES NINTH_WINDOWS_DEPS NINTH_WINDOWS_LIBRARY)
set(CMAKE_PREFIX_PATH ${NINTH_WINDOWS_DEPS})
set(CMAKE_FIND_ROOT_PATH /usr/${triplet} ${NINTH_WINDOWS_DEPS})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# Windows 10, version 1809 on: the pseudo console. zstd sets _WIN32_WINNT anew, and the headers break where NTDDI_VERSION
# says otherwise: so only for our own sources.
set(definitions "-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00")
if(NOT NINTH_WINDOWS_LIBRARY)
    set(definitions "${definitions} -DNTDDI_VERSION=0x0A000006 -DUNICODE -D_UNICODE -DWIN32_LEAN_AND_MEAN -DNOMINMAX")
endif()
set(CMAKE_C_FLAGS_INIT "${definitions}")
set(CMAKE_CXX_FLAGS_INIT "${definitions}")
# One file that needs nothing beside it.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static")
set(CMAKE_CROSSCOMPILING_EMULATOR ${CMAKE_CURRENT_LIST_DIR}/run.sh)
