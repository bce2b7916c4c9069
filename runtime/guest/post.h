// A tree that a guest serves: its post, and the server behind it.
//
//   styx::Server server;
//   server.attach = styx::attach_to(root);
//   auto post = TRY(ninth::Post::open("calc", server));
//   ... auto c = TRY(ninth::await()); if (post->take(c)) continue;
#pragma once

#include "runtime/guest/sys.h"
#include "styx/serve.h"

#include <map>

namespace ninth {

class Post {
  public:
    // Both outlive it. Errors: those of serve (runtime/dev/services.h).
    static Result<std::unique_ptr<Post>> open(std::string_view name, styx::Server&);
    ~Post();  // no longer posted; clients hang up

    bool take(const Completion&);  // false: it is not this post's

  private:
    class Client;
    Post(int fd, styx::Server& server) : fd_(fd), server_(server) {}
    Result<> listen();
    void received(std::string_view numbered_packet);

    int fd_;
    styx::Server& server_;
    std::uint32_t id_ = 0;
    std::map<std::uint32_t, Client*> clients_;  // the server's, until they hang up
};

}  // namespace ninth
