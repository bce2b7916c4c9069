// A mounted server, live: a connection that is made when first needed and made again after a loss.
//
// A link that breaks is dialled again at once; what was in flight goes on if the server resumes the conversation and
// fails "interrupted" if it cuts it. A server that cannot be reached fails calls at once with "home is away", and is
// tried again by the next call: nothing polls.
#pragma once

#include "runtime/namespace.h"
#include "styx/client.h"
#include "styx/loop.h"

namespace runtime {

// Who the process is to the servers it mounts.
struct Identity {
    std::string life = "-";
    std::uint64_t generation = 0;
};

class Mount {
  public:
    // `service` is what a hello asks for at the far end of an address that leads to several ("host").
    Mount(styx::Loop&, Server, std::string address, std::string service, const Identity&);

    // Calls `then` with the live client, or the error "home is away" or the server's refusal.
    void use(styx::Then<styx::Client*> then);
    styx::Client* client() { return up_ ? client_.get() : nullptr; }
    styx::Fid root() const { return root_; }
    std::uint64_t epoch() const { return epoch_; }  // rises when fids of before mean nothing any more
    const Server& server() const { return server_; }

    void interrupt();             // takes back everything in flight: each call gets its answer or "interrupted"
    void drop();                  // cuts the connection; what is in flight fails "interrupted"
    void attach_local(std::unique_ptr<styx::Channel>);  // the runtime's own devices: a channel that never breaks
    std::function<void()> failed_over;  // the conversation was cut: blocked reads have failed

  private:
    void dial();
    void dialled(Result<std::unique_ptr<styx::Channel>>);
    void greeted(Result<styx::Welcome>);
    void attached(Result<styx::OpenFile>);
    void lost(const Error&);
    void settle(Result<styx::Client*>);

    styx::Loop& loop_;
    Server server_;
    std::string address_, service_;
    const Identity& identity_;
    std::unique_ptr<styx::Client> client_;
    styx::Fid root_ = styx::Fid::none;
    std::uint64_t epoch_ = 0;
    bool up_ = false, dialling_ = false;
    int tries_ = 0;
    std::vector<styx::Then<styx::Client*>> waiting_;
    std::unique_ptr<styx::Timer> retry_;
};

}  // namespace runtime
