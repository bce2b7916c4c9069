// A post that is a Unix socket.
#include "tests/scratch.h"
#include "raw_peer.h"

#include "styx/loop.h"
#include "styx/post.h"

#include <cerrno>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace styx;
using tests::RawPeer;

TEST(UnixPost, a_stale_socket_is_replaced_and_a_post_goes_with_its_listener)
{
    tests::Scratch scratch;
    auto path = scratch.path + "/post";
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    path.copy(at.sun_path, sizeof at.sun_path - 1);
    ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    close(fd);  // as kill -9 leaves it
    ASSERT_TRUE(std::filesystem::exists(path));

    Loop loop;
    auto l = loop.listen("unix!" + path, [](auto) {});
    ASSERT_TRUE(l) << l.error().text;
    struct stat st{};
    ASSERT_EQ(::stat(path.c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 077u, 0u) << "only its owner may enter";
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(scratch.path), {}), 1) << "nothing else is left there";
    l->reset();
    EXPECT_FALSE(std::filesystem::exists(path));
}

Result<> bind_and_listen(const std::string& path)
{
    return bind_post(path, [](const std::string& temporary) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        temporary.copy(at.sun_path, sizeof at.sun_path - 1);
        int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        return bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 && listen(fd, 1) == 0 ? 0 : -errno;
    });
}

// Both find nobody there; then one is faster.
TEST(UnixPost, of_two_that_start_at_once_one_listens)
{
    tests::Scratch scratch;
    auto path = scratch.path + "/post";
    int to_child[2], to_parent[2];
    ASSERT_EQ(pipe(to_child), 0);
    ASSERT_EQ(pipe(to_parent), 0);
    char c = 0;
    auto child = fork();
    if (child == 0) {
        bool bound = bind_and_listen(path).has_value();
        (void)!::write(to_parent[1], &c, 1);
        (void)!::read(to_child[0], &c, 1);
        auto r = publish_post(path);
        _exit(bound && !r && r.error().text.ends_with("someone is listening there already") ? 7 : 1);
    }
    EXPECT_TRUE(bind_and_listen(path));
    EXPECT_EQ(::read(to_parent[0], &c, 1), 1);
    EXPECT_TRUE(publish_post(path));
    EXPECT_EQ(::write(to_child[1], &c, 1), 1);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 7);
    RawPeer peer("unix!" + path);  // the first is still there
}

TEST(UnixPost, a_name_too_long_is_refused_not_cut)
{
    tests::Scratch scratch;
    Loop loop;
    auto address = scratch.unix(std::string(120, 'x'));
    EXPECT_NE(loop.listen(address, [](auto) {}).error().text.find("the name is too long"), std::string::npos);
    std::string error;
    loop.dial(address, [&](auto c) { error = c.error().text; });
    EXPECT_TRUE(loop.run_until([&] { return !error.empty(); }, 1000));
    EXPECT_NE(error.find("the name is too long"), std::string::npos);
}

}  // namespace
