// Stands between clients and a server, and shows what passes: `ninth 9p trace`.
#pragma once

#include "styx/loop.h"
#include "styx/trace.h"

#include <vector>

namespace styx {

class Proxy {
  public:
    Proxy(Loop&, std::string server_address, Trace trace);
    ~Proxy();

    // Dials the server for this client; either end's hang-up hangs the other up. Between packets of different
    // clients stands a comment that says whose follow.
    void serve(std::unique_ptr<Channel> client);

  private:
    struct Pair;
    void dialled(int number, Result<std::unique_ptr<Channel>>);
    void pass(Pair&, bool to_server, std::string_view packet);
    void end(int number, const Error& why);
    void say(int number, std::string_view line);
    Pair* find(int number);

    Loop& loop_;
    std::string address_;
    Trace trace_;
    std::vector<std::unique_ptr<Pair>> pairs_;
    int last_number_ = 0, speaker_ = 0;
    std::shared_ptr<Proxy*> here_;  // null once destroyed: a dial may come back then
};

}  // namespace styx
