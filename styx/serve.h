// A tree's server: any number of connections, each with its fids, tags and unanswered calls.
//
// Version, auth, attach, walk, flush, clunk, directory reads and hang-up are done here; nodes see only
// what intro(5) leaves to a file. A conversation that said hello outlives its link: see hello.h. What one client can
// make a server hold is bounded: fids, unanswered requests, kept answers (conversation.h), answers it does not read
// (channel.h), lives without a link.
#pragma once

#include "styx/channel.h"
#include "styx/tree.h"

#include <map>

namespace styx {

class Conversation;

class Server {
  public:
    Server();
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::function<void(AttachRequest)> attach;            // gives the root for a uname and an aname
    std::string user = "ninth";                           // who owns every file that does not say otherwise
    std::function<void(std::string_view line)> trace;     // each message, printed, as it passes

    void serve(std::unique_ptr<Channel>);                 // until it hangs up
    void forget(std::string_view life);                   // clunks all that life holds here, and its generation
    std::size_t links() const { return links_.size(); }   // connections now

  private:
    friend class Conversation;
    struct Link;
    struct Life;
    void received(Link&, std::string_view packet);
    void greet(Link&, Tag, const struct Tversion&);
    void greet_life(Link&, Tag, std::uint32_t msize, const Hello&);
    void resume(Link&, Tag, std::shared_ptr<Conversation>, const Hello&);
    void renew(Link&);  // a conversation that has not begun
    void unlink(Conversation&, const Link& greeting);
    void lost(Channel*);
    void forget_the_silent();

    std::vector<std::unique_ptr<Link>> links_;
    std::map<std::string, Life, std::less<>> lives_;
    std::uint64_t greetings_ = 0;
};

// Answers every attach with this root.
std::function<void(AttachRequest)> attach_to(NodePtr root);

}  // namespace styx
