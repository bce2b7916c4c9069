#!/usr/bin/env bash
# Builds the libraries of the Windows build from Debian's sources (sources.txt) and prints where they are. What was built
# before, of the same sources by the same scripts, is taken from ${XDG_CACHE_HOME:-~/.cache}/ninth.
set -eu -o pipefail
here=$(dirname "$(readlink -f "$0")")
key=$(cat "$here"/deps.sh "$here"/sources.txt "$here"/toolchain.cmake | sha256sum | cut -c1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ninth
prefix=$cache/windows-$key
if [ -e "$prefix/complete" ]; then
    echo "$prefix"
    exit 0
fi

mkdir -p "$cache"
work=$(mktemp -d "$cache/building.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/logs"
export CCACHE_BASEDIR=$work CCACHE_NOHASHDIR=1
launcher=$(command -v ccache || true)
die() {
    echo "$1" >&2
    [ -e "${2:-}" ] && tail -30 "$2" >&2
    exit 1
}

# rows FUNCTION: calls it with the words of each row of sources.txt.
rows() { while read -r package archive sum; do case $package in ''|\#*) ;; *) "$1" "$package" "$archive" "$sum" ;; esac; done <"$here/sources.txt"; }

# apt's own settings stay as they are: sources come by lists of our own, made from the machine's.
fetch_all() {
    mkdir -p "$work"/apt/{parts,lists/partial,cache/archives/partial} "$work/archives"
    sed 's/^Types: deb$/Types: deb-src/' /etc/apt/sources.list.d/*.sources >"$work/apt/parts/src.sources" 2>/dev/null || true
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$work/apt/parts/src.list" 2>/dev/null || true
    cat >"$work/apt.conf" <<END
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$work/apt/parts";
Dir::State::lists "$work/apt/lists";
Dir::Cache "$work/apt/cache";
APT::Sandbox::User "root";
END
    APT_CONFIG=$work/apt.conf apt-get -q update >>"$work/logs/apt" 2>&1 || die "the lists of Debian's sources cannot be fetched" "$work/logs/apt"
    cd "$work/archives"
    rows fetch
}

# A package's patches are sometimes gone while its archive is there: the sum says whether we have what we want.
fetch() {
    APT_CONFIG=$work/apt.conf apt-get -q source --download-only "$1" >>"$work/logs/apt" 2>&1 || true
    [ -e "$2" ] || die "$2 cannot be fetched" "$work/logs/apt"
    echo "$3  $2" | sha256sum --quiet -c - || die "$2 is not the archive that is asked for"
    mkdir -p "$work/$1"
    tar -xf "$2" -C "$work/$1"
    # Most archives hold one folder.
    local inside=("$work/$1"/*)
    if [ ${#inside[@]} = 1 ] && [ -d "${inside[0]}" ]; then
        mv "${inside[0]}" "$work/$1.inside"
        rm -r "${work:?}/$1"
        mv "$work/$1.inside" "$work/$1"
    fi
}

# configure NAME SOURCE CMAKE-ARGUMENTS...
configure() {
    local name=$1 source=$work/$2
    shift 2
    cmake -G Ninja -S "$source" -B "$work/build/$name" -DCMAKE_TOOLCHAIN_FILE="$here/toolchain.cmake" \
        -DNINTH_WINDOWS_DEPS="$work/prefix" -DNINTH_WINDOWS_LIBRARY=ON -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_COMPILER_LAUNCHER="$launcher" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" \
        -DCMAKE_C_FLAGS_RELEASE="-O2 -DNDEBUG -w" -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG -w" \
        -DCMAKE_INSTALL_PREFIX="$work/prefix" -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF "$@" >>"$work/logs/$name" 2>&1 ||
        die "$name cannot be configured" "$work/logs/$name"
}

# build NAME TARGET...
build() {
    local name=$1
    shift
    ninja -C "$work/build/$name" -j1 "$@" >>"$work/logs/$name" 2>&1 || die "$name cannot be built" "$work/logs/$name"
}

# install NAME SOURCE CMAKE-ARGUMENTS...: those that install a library and no more.
install() {
    configure "$@"
    build "$1" install
}

# PNG is what the glyphs of a colour font are (CBDT); libpng is in the prefix before.
freetype() { install freetype freetype -DFT_REQUIRE_PNG=ON -DFT_DISABLE_BZIP2=ON -DFT_DISABLE_HARFBUZZ=ON -DFT_DISABLE_BROTLI=ON -DFT_REQUIRE_ZLIB=ON; }
# It uses FreeType's headers nowhere: glyphs' outlines are FreeType's business (draw/text), not HarfBuzz's.
harfbuzz() { install harfbuzz harfbuzz -DHB_BUILD_SUBSET=OFF -DHB_BUILD_UTILS=OFF; }
libzstd() { install libzstd libzstd/build/cmake -DZSTD_BUILD_PROGRAMS=OFF -DZSTD_BUILD_SHARED=OFF -DZSTD_BUILD_TESTS=OFF -DZSTD_LEGACY_SUPPORT=OFF; }
xxhash() { install xxhash xxhash/cmake_unofficial -DXXHASH_BUILD_XXHSUM=OFF; }
libpng() { install libpng libpng1.6 -DPNG_SHARED=OFF -DPNG_TESTS=OFF -DPNG_EXECUTABLES=OFF; }
utf8proc() { install utf8proc utf8proc; }
googletest() { install googletest googletest -DBUILD_GMOCK=OFF; }
sdl2() {
    install sdl2 libsdl2 -DSDL_SHARED=OFF -DSDL_STATIC=ON -DSDL_TEST=OFF -DSDL_AUDIO=OFF -DSDL_JOYSTICK=OFF -DSDL_HAPTIC=OFF \
        -DSDL_SENSOR=OFF -DSDL_HIDAPI=OFF -DSDL_VULKAN=OFF -DSDL_OPENGL=OFF -DSDL_OPENGLES=OFF -DSDL_RENDER=OFF -DSDL_POWER=OFF
}
libuv() {
    configure libuv libuv1 -DLIBUV_BUILD_TESTS=OFF -DBUILD_TESTING=OFF
    build libuv uv_a
    cp "$work/build/libuv/libuv_a.a" "$work/prefix/lib/libuv.a"
    cp -r "$work"/libuv1/include/* "$work/prefix/include/"
}

# Of WABT what makes C of a module, a third of it.
wabt_parts="apply-names binary binary-reader binary-reader-ir binary-reader-logging binding-hash c-writer color common error-formatter
expr-visitor feature generate-names ir leb128 literal opcode shared-validator stream token tracing type-checker utf8 validator"
wabt() {
    configure wabt wabt -DBUILD_TESTS=OFF -DBUILD_TOOLS=OFF -DBUILD_LIBWASM=OFF -DUSE_INTERNAL_SHA256=ON
    local objects=() part
    for part in $wabt_parts; do objects+=("CMakeFiles/wabt.dir/src/$part.cc.obj"); done
    objects+=("CMakeFiles/wabt.dir/src/opcode-code-table.c.obj")
    for part in header_top header_bottom source_includes source_declarations; do objects+=("CMakeFiles/wabt.dir/wasm2c_$part.cc.obj"); done
    build wabt "${objects[@]}"
    (cd "$work/build/wabt" && x86_64-w64-mingw32-gcc-ar-posix rcs "$work/prefix/lib/libwabt.a" "${objects[@]}")
    mkdir -p "$work/prefix/include/wabt"
    cp -r "$work"/wabt/include/wabt/. "$work"/build/wabt/include/wabt/. "$work/prefix/include/wabt/"
}

# One source, as its own build makes it; the code it generates is for the machine it runs on.
tcc() {
    cd "$work/tcc"
    echo '#define TCC_VERSION "0.9.27"' >config.h
    x86_64-w64-mingw32-gcc-posix -O2 -w -DONE_SOURCE=1 -DTCC_TARGET_PE -DTCC_TARGET_X86_64 -c libtcc.c -o libtcc.o >>"$work/logs/tcc" 2>&1 ||
        die "tcc cannot be built" "$work/logs/tcc"
    x86_64-w64-mingw32-gcc-ar-posix rcs "$work/prefix/lib/libtcc.a" libtcc.o
    cp libtcc.h "$work/prefix/include/"
}

# What orders a paragraph, with the tables its archive holds. Its old character sets stay out: nobody here reads them, and
# Debian mends a hole in them by a patch (CVE-2022-25309) that the original archive lacks.
fribidi() {
    cd "$work/fribidi/lib"
    sed -e 's/@FRIBIDI_VERSION@/1.0.8/; s/@FRIBIDI_MAJOR_VERSION@/1/; s/@FRIBIDI_MINOR_VERSION@/0/; s/@FRIBIDI_MICRO_VERSION@/8/' \
        -e 's/@FRIBIDI_INTERFACE_VERSION@/4/; s/@SIZEOF_INT@/4/; s/@FRIBIDI_MSVC_BUILD_PLACEHOLDER@//; s/@PACKAGE.*@/fribidi/' \
        fribidi-config.h.in >fribidi-config.h
    rm fribidi-char-sets*.c fribidi-deprecated.c
    x86_64-w64-mingw32-gcc-posix -O2 -DNDEBUG -w -DSTDC_HEADERS=1 -DHAVE_STDLIB_H=1 -DHAVE_STRING_H=1 -DHAVE_STRINGIZE=1 -I. \
        -c fribidi*.c >>"$work/logs/fribidi" 2>&1 || die "fribidi cannot be built" "$work/logs/fribidi"
    x86_64-w64-mingw32-gcc-ar-posix rcs "$work/prefix/lib/libfribidi.a" fribidi*.o
    mkdir -p "$work/prefix/include/fribidi"
    cp fribidi*.h "$work/prefix/include/fribidi/"
}

# lane NAME...: one after another, each by a processor of its own; configuring takes one, too.
lane() {
    for name in "$@"; do
        local begin=$SECONDS
        "$name"
        echo "$name: $((SECONDS - begin)) s" >&2
    done
}

echo "building the libraries for Windows, once; some minutes" >&2
fetch_all
mkdir -p "$work"/prefix/{lib,include}
lane harfbuzz libpng freetype xxhash googletest wabt libzstd &
first=$!
lane sdl2 libuv tcc fribidi utf8proc || die "see above"
wait $first || die "see above"
cp "$here/sources.txt" "$work/prefix/complete"
rm -rf "$prefix"
mv "$work/prefix" "$prefix"
echo "$prefix"
