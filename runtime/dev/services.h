// /srv: what the program serves itself. A post is a socket in the run directory, where others dial it; the program reads
// its clients' packets from the file of that name and writes its answers there (abi.h).
//
//   read    client[4] and one whole 9P packet of that client; client[4] alone: it hung up. Waits for the next
//   write   client[4] and one whole 9P packet: its answer. Error: "that client is gone"
// When the program closes the file, the post goes.
// Clients of before a freeze have hung up when it is thawed. Their numbers are not used again.
#pragma once

#include "styx/loop.h"
#include "styx/tree.h"

#include <deque>
#include <map>

namespace runtime {

class Services {
  public:
    explicit Services(styx::Loop&);
    ~Services();
    Services(const Services&) = delete;

    std::string place, life;  // the run directory, and whose they are; set before anything is posted

    // Errors: "bad service name: x", "x is posted already", those of Loop::listen.
    Result<> post(const std::string& name);
    styx::NodePtr directory() const { return directory_; }
    std::string address(const std::string& name) const;  // "unix!RUN/srv-LIFE-NAME"

    void save(styx::Writer&) const;
    Result<> restore(styx::Reader&);

  private:
    class Service;
    Result<> listen(const std::string& name, std::shared_ptr<Service>);

    styx::Loop& loop_;
    std::shared_ptr<styx::Directory> directory_;
    std::map<std::string, std::shared_ptr<Service>> services_;
};

}  // namespace runtime
