// A small tree with one file of each kind, for conversations, clients, tools and the fuzzer to talk to.
//
//   hello    0444  "hello, world\n"
//   label    0600  a value: "window 3" at first
//   mouse    0400  each read waits for the next event
//   ctl      0200  resize dx dy, top, say words…, name text?
//   clone    0600  an open makes a new numbered conversation; a read gives its number
//   never    0600  reads and writes are kept and never answered
//   later/   0555  a walk to any name waits for the world; a walk to "quick" does not
//   many/    0555  100 empty files, 00 to 99
//   tmp/     0777  files and directories of one's own
#pragma once

#include "styx/handlers.h"
#include "styx/serve.h"

#include <string>

namespace tests {

class SmallTree {
  public:
    SmallTree();

    styx::NodePtr root;
    std::string label = "window 3";
    int width = 640, height = 480;
    std::vector<std::string> said;
    styx::Events mouse;
    int clones = 0, opens = 0;  // how many were made; how many Opens of clones live now
    std::vector<styx::ReadRequest> kept_reads;
    std::vector<styx::WriteRequest> kept_writes;
    std::vector<styx::WalkRequest> kept_walks;

    // What conversations may ask of the world: mouse text…, walked, label text, opens n, said text…
    Result<> happen(const styx::Names& words);

  private:
    Result<> resize(const styx::Names& a);
};

// A file that tells at the clunk whether it could keep what was written.
struct Saved : styx::Node {
    Saved() : styx::Node("saved", 0600) {}
    void write(styx::WriteRequest w) override { w.done(); }
    void clunk(styx::ClunkRequest r) override
    {
        ++clunks;
        if (full) r.fail("disk is full");
        else r.reply();
    }
    bool full = false;
    int clunks = 0;
};

}  // namespace tests
