// Any bytes written to any file of the window server that takes some: wctl, mousein, kbdin, cursor, theme and all others
// of its table, which is read as a client reads it. The first byte chooses the file, the rest is written; 0xff begins
// the next write.
#include "winserver/desktop.h"
#include "winserver/host_headless.h"

#include "styx/bytes.h"
#include "styx/message.h"

#include <cstdlib>

namespace {

using namespace styx;

struct Answers : Channel {
    std::string& last;
    explicit Answers(std::string& to) : last(to) {}
    void send(std::string packet) override { last = std::move(packet); }
};

// A client with a window, whose requests are answered at once or not at all.
struct Client {
    std::string answer;
    Channel* channel = nullptr;

    explicit Client(winserver::Desktop& desktop)
    {
        auto made = std::make_unique<Answers>(answer);
        channel = made.get();
        desktop.serve(std::move(made), winserver::Capability::desk);
        ask(Tversion{most_msize, "9P2000"}, Tag::none);
        ask(Tattach{Fid(0), Fid::none, "fuzz", "new -s 200 100"});
    }
    void hang_up()
    {
        auto gone = std::move(channel->hung_up);
        gone({"hung up"});
    }
    Body ask(Body body, Tag tag = Tag(1))
    {
        answer.clear();
        channel->received(encode({tag, std::move(body)}));
        auto m = decode(answer);
        return m ? m->body : Body(Rflush{});
    }
    bool open(Names path, std::uint8_t mode)
    {
        if (!std::holds_alternative<Rwalk>(ask(Twalk{Fid(0), Fid(1), std::move(path)}))) return false;
        if (std::holds_alternative<Ropen>(ask(Topen{Fid(1), mode}))) return true;
        ask(Tclunk{Fid(1)});
        return false;
    }
    Names writable()
    {
        Names names;
        std::string all;
        if (!open({}, OREAD)) std::abort();
        for (;;) {
            auto body = ask(Tread{Fid(1), all.size(), 8192});
            auto* read = std::get_if<Rread>(&body);
            if (!read || read->data.bytes.empty()) break;
            all += read->data.bytes;
        }
        ask(Tclunk{Fid(1)});
        for (auto& s : decode_directory(all).value())
            if (!s.is_dir() && (s.mode & 0200)) names.push_back(s.name);
        return names;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    static Loop loop;
    static winserver::HeadlessHost host;
    static auto desktop = winserver::Desktop::make(loop, host, {{320, 240}, 1, ASSETS, {}}).value();
    Client client(*desktop);
    static const Names names = client.writable();
    std::string_view rest(reinterpret_cast<const char*>(bytes), size);
    for (int i = 0; i < 16 && !rest.empty(); ++i) {
        auto& name = names[static_cast<unsigned char>(rest[0]) % names.size()];
        auto text = rest.substr(1, rest.find('\xff') - 1);
        rest.remove_prefix(std::min(rest.size(), text.size() + 2));
        if (!client.open({name}, OWRITE)) continue;
        client.ask(Twrite{Fid(1), 0, {std::string(text)}});
        client.ask(Tflush{Tag(1)}, Tag(2));
        client.ask(Tclunk{Fid(1)});
    }
    client.hang_up();
    loop.run_until([] { return false; }, 0);
    return 0;
}
