// Whole conversations with a server over a small tree.
//
// The input is packets, one after the other, as they come off a link; a size that leaves the input ends it. The byte
// before each packet says on which of two links it comes, and what happens in the world first.
#include "../styx/small_tree.h"

#include "styx/bytes.h"

#include <cstdlib>

namespace {

class Wire : public styx::Channel {
  public:
    void send(std::string packet) override
    {
        auto m = styx::decode(packet);
        if (!m || styx::is_request(m->body)) std::abort();
    }
};

struct Desk {
    tests::SmallTree tree;
    styx::Server server;
    Wire* wire[2] = {nullptr, nullptr};

    Desk()
    {
        server.attach = [this](styx::AttachRequest r) {
            if (r.aname == "no") r.fail("no such tree");
            else r.reply(tree.root);
        };
        for (int i = 0; i < 2; ++i) connect(i);
    }
    void connect(int i)
    {
        auto channel = std::make_unique<Wire>();
        wire[i] = channel.get();
        server.serve(std::move(channel));
    }
    // A link that the server hung up is gone; the server then has one less.
    void happen(unsigned what, int i)
    {
        if (what & 2) tree.mouse.post("m 1 2 3");
        if (what & 4) (void)tree.happen({"walked"});
        if (what & 8) tree.kept_reads.clear();
        if (what & 16) server.forget("life");
        if (what & 32 && server.links() == 2) {
            auto gone = std::move(wire[i]->hung_up);
            gone({"hung up"});
            connect(i);
        }
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    Desk desk;
    styx::Reader in{{reinterpret_cast<const char*>(bytes), size}};
    while (!in.in.empty()) {
        auto what = in.u8();
        int i = what & 1;
        if (desk.server.links() < 2) return 0;
        desk.happen(what, i);
        if (desk.server.links() < 2) return 0;
        auto packet = in.in.substr(0, styx::Reader{in.in}.u32());
        if (packet.size() < 7 || packet.size() != styx::Reader{in.in}.u32()) return 0;
        in.bytes(packet.size());
        desk.wire[i]->received(packet);
    }
    return 0;
}
