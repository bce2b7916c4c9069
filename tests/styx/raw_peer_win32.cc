#include "raw_peer.h"

#include "styx/post.h"
#include "styx/text_win32.h"

#include <gtest/gtest.h>
#include <winsock2.h>

#include <windows.h>

namespace tests {
namespace {

std::intptr_t dial_pipe(const std::string& path)
{
    auto name = styx::dial_name(path);
    EXPECT_TRUE(name);
    auto h = CreateFileW(styx::wide(name.value_or("")).c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, nullptr);
    EXPECT_NE(h, INVALID_HANDLE_VALUE);
    return reinterpret_cast<std::intptr_t>(h);
}

std::intptr_t dial_tcp(const std::string& port)
{
    auto s = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(std::uint16_t(std::stoi(port)));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(s, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    u_long on = 1;
    ioctlsocket(s, FIONBIO, &on);
    return std::intptr_t(s);
}

// What does not happen at once does not happen: how many bytes did.
DWORD at_once(HANDLE h, bool is_under_way, OVERLAPPED& how)
{
    DWORD n = 0;
    if (!is_under_way && GetLastError() != ERROR_IO_PENDING) return 0;
    if (WaitForSingleObject(how.hEvent, 20) != WAIT_OBJECT_0) CancelIo(h);
    GetOverlappedResult(h, &how, &n, TRUE);
    return n;
}

}  // namespace

RawPeer::RawPeer(const std::string& address) : is_socket_(!address.starts_with("unix!"))
{
    handle_ = is_socket_ ? dial_tcp(address.substr(address.rfind('!') + 1)) : dial_pipe(address.substr(5));
}

RawPeer::~RawPeer()
{
    if (is_socket_) closesocket(SOCKET(handle_));
    else CloseHandle(HANDLE(handle_));
}

std::size_t RawPeer::put(std::string_view bytes)
{
    if (is_socket_) {
        auto n = send(SOCKET(handle_), bytes.data(), int(bytes.size()), 0);
        return n < 0 ? 0 : std::size_t(n);
    }
    OVERLAPPED how{};
    how.hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    auto n = at_once(HANDLE(handle_), WriteFile(HANDLE(handle_), bytes.data(), DWORD(bytes.size()), nullptr, &how), how);
    CloseHandle(how.hEvent);
    return n;
}

std::string RawPeer::get()
{
    std::string bytes(256 << 10, '\0');
    int n = 0;
    if (is_socket_) {
        n = recv(SOCKET(handle_), bytes.data(), int(bytes.size()), 0);
    } else {
        OVERLAPPED how{};
        how.hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr);
        n = int(at_once(HANDLE(handle_), ReadFile(HANDLE(handle_), bytes.data(), DWORD(bytes.size()), nullptr, &how), how));
        CloseHandle(how.hEvent);
    }
    bytes.resize(n < 0 ? 0 : std::size_t(n));
    return bytes;
}

}  // namespace tests
