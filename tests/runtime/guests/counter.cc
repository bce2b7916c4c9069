// A program that serves a tree: `count`, whose reads give a number that every read makes larger, and `set`.
#include "runtime/guest/post.h"
#include "styx/handlers.h"

#include <cstdio>

int main()
{
    long n = 0;
    styx::Server server;
    server.attach = styx::attach_to(styx::dir("", {
        styx::file("count", 0444, [&n](styx::ReadRequest r) {
            if (r.offset > 0) return r.reply("");
            r.reply(std::to_string(n++) + "\n");
        }),
        styx::file("set", 0222, {}, styx::set([&n](std::string_view text) -> Result<> {
            n = std::atol(std::string(text).c_str());
            return {};
        })),
        styx::file("never", 0444, [kept = std::make_shared<std::vector<styx::ReadRequest>>()](styx::ReadRequest r) {
            kept->push_back(std::move(r));
        }),
    }));
    auto post = ninth::Post::open("counter", server);
    if (!post) return std::fprintf(stderr, "counter: %s\n", post.error().text.c_str()), 1;
    auto again = ninth::Post::open("counter", server);
    std::fprintf(stderr, "again: %s\n", again ? "posted" : again.error().text.c_str());
    for (;;)
        if (auto c = ninth::await()) (*post)->take(*c);
}
