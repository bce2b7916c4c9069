# What Ninth needs from Debian 12, and how it is installed. Sourced by run and test.
NINTH_PACKAGES="cmake ninja-build g++ pkg-config ccache
clang-19 lld-19 libc++-19-dev-wasm32 libc++abi-19-dev-wasm32 libclang-rt-19-dev-wasm32 wasi-libc binaryen wabt libtcc-dev
libsdl2-dev libuv1-dev libfreetype-dev libharfbuzz-dev libzstd-dev libxxhash-dev libssl-dev libpng-dev
libfribidi-dev libutf8proc-dev
fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
NINTH_TEST_PACKAGES="libgtest-dev libclang-rt-19-dev xvfb xdotool imagemagick unicode-data"
NINTH_WINDOWS_PACKAGES="g++-mingw-w64-x86-64-posix libz-mingw-w64-dev wine64 wine"

# install_packages NAME...: those that are missing, with apt; as root or through sudo.
install_packages() {
    local missing=""
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Abbrev}\n' "$package" 2>/dev/null | grep -q '^ii' || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    local as=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { echo "missing packages, and no sudo to install them:$missing" >&2; return 1; }
        as="sudo"
    fi
    command -v apt-get >/dev/null || { echo "this is not Debian; install what these packages hold:$missing" >&2; return 1; }
    echo "installing:$missing"
    $as apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null || echo "apt-get update failed; trying with the lists there are" >&2
    $as env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing >/dev/null || {
        echo "apt-get could not install:$missing" >&2
        return 1
    }
}
