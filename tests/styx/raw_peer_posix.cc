#include "raw_peer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tests {
namespace {

int connected(int family, sockaddr* at, socklen_t size)
{
    int fd = socket(family, SOCK_STREAM, 0);
    EXPECT_EQ(connect(fd, at, size), 0);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

}  // namespace

RawPeer::RawPeer(const std::string& address)
{
    if (address.starts_with("unix!")) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        address.copy(at.sun_path, sizeof at.sun_path - 1, 5);
        handle_ = connected(AF_UNIX, reinterpret_cast<sockaddr*>(&at), sizeof at);
    } else {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(std::uint16_t(std::stoi(address.substr(address.rfind('!') + 1))));
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        handle_ = connected(AF_INET, reinterpret_cast<sockaddr*>(&at), sizeof at);
    }
}

RawPeer::~RawPeer() { close(int(handle_)); }

std::size_t RawPeer::put(std::string_view bytes)
{
    auto n = ::send(int(handle_), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return n < 0 ? 0 : std::size_t(n);
}

std::string RawPeer::get()
{
    std::string bytes(256 << 10, '\0');
    auto n = ::recv(int(handle_), bytes.data(), bytes.size(), 0);
    bytes.resize(n < 0 ? 0 : std::size_t(n));
    return bytes;
}

}  // namespace tests
