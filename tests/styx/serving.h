// A small tree served on a thread of its own, for what blocks while it asks.
#pragma once

#include "tests/scratch.h"
#include "small_tree.h"

#include "styx/loop.h"

#include <thread>

namespace tests {

class ServingThread {
  public:
    explicit ServingThread(const std::string& address) : thread_([this, address] { run(address); })
    {
        while (!ready_) std::this_thread::yield();
    }
    ~ServingThread()
    {
        loop->stop();
        thread_.join();
    }
    // Runs f on the server's thread and waits for it.
    template <class F> void on_thread(F f)
    {
        std::atomic<bool> done = false;
        loop->post([&] { f(), done = true; });
        while (!done) std::this_thread::yield();
    }

    SmallTree* tree = nullptr;
    styx::Server* server = nullptr;
    styx::Loop* loop = nullptr;

  private:
    void run(const std::string& address)
    {
        styx::Loop own_loop;
        SmallTree own_tree;
        styx::Server own_server;
        own_server.attach = [&](styx::AttachRequest r) {
            if (r.aname.empty()) r.reply(own_tree.root);
            else r.fail("no such tree: " + r.aname);
        };
        auto listener = own_loop.listen(address, [&](auto channel) { own_server.serve(std::move(channel)); });
        tree = &own_tree, server = &own_server, loop = &own_loop;
        ready_ = true;
        own_loop.run();
    }
    std::atomic<bool> ready_ = false;
    std::thread thread_;
};

}  // namespace tests
