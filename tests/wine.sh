# A Windows for tests: wine, with a prefix and a screen of its own. Sourced; wants xvfb and wine64.
#
#   wine_begin DIRECTORY   makes both, in that directory: DISPLAY, WINEPREFIX and what keeps wine quiet are exported
#   wine_end               ends what it began

# The screen comes first: a wine that was started without one never has windows. A server that is there before the tests
# keeps wine's own services from holding a test's output open.
wine_begin() {
    mkdir -p "$1"
    export WINEPREFIX=$1/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
    rm -rf "$WINEPREFIX" "$1/display"
    mkdir -m 700 "$WINEPREFIX"
    Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$1/display" >"$1/xvfb.log" 2>&1 &
    wine_screen=$!
    for _ in $(seq 100); do [ -s "$1/display" ] && break || sleep 0.1; done
    DISPLAY=:$(cat "$1/display")
    export DISPLAY
    {
        wineserver -p
        wine64=/usr/lib/wine/wine64
        $wine64 wineboot -i
        $wine64 winecfg -v win10
        $wine64 reg add 'HKCU\Software\Wine\WineDbg' /v ShowCrashDialog /t REG_DWORD /d 0 /f
        $wine64 reg add 'HKLM\Software\Microsoft\Windows NT\CurrentVersion\AeDebug' /v Debugger /t REG_SZ /d false /f
    } >"$1/wine.log" 2>&1 </dev/null
    $wine64 cmd /c ver </dev/null 2>/dev/null | grep -q "Windows 10" || { echo "wine does not run: $1/wine.log" >&2; return 1; }
}

wine_end() {
    wineserver -k >/dev/null 2>&1
    kill "$wine_screen" 2>/dev/null
    rm -rf "$WINEPREFIX"
}
