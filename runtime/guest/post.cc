#include "runtime/guest/post.h"

namespace ninth {

namespace {
constexpr std::uint32_t largest_packet = 4 + 64 * 1024;  // runtime/dev/services.cc
}

// A client's channel as the server has it: answers go to the post's file.
class Post::Client : public styx::Channel {
  public:
    Client(Post& post, std::uint32_t number) : post_(post), number_(number) {}
    ~Client() override { post_.clients_.erase(number_); }

    void send(std::string packet) override
    {
        styx::Writer w;
        w.u32(number_), w.bytes(packet);
        (void)write(post_.fd_, w.out);  // a client that is gone has said so, or will
    }

  private:
    Post& post_;
    std::uint32_t number_;
};

Result<std::unique_ptr<Post>> Post::open(std::string_view name, styx::Server& server)
{
    auto post = std::unique_ptr<Post>(new Post(TRY(serve(name)), server));
    DO(post->listen());
    return post;
}

Post::~Post()
{
    (void)close(fd_);
    while (!clients_.empty()) clients_.begin()->second->hung_up({"the server has gone"});
}

Result<> Post::listen()
{
    id_ = TRY(aread(fd_, largest_packet));
    return {};
}

bool Post::take(const Completion& c)
{
    if (c.id != id_) return false;
    if (c.kind == abi::Kind::data) received(c.bytes);
    (void)listen();
    return true;
}

void Post::received(std::string_view bytes)
{
    auto number = styx::Reader{bytes}.u32();
    auto packet = bytes.substr(std::min<std::size_t>(4, bytes.size()));
    if (!clients_.contains(number) && !packet.empty()) {
        auto client = std::make_unique<Client>(*this, number);
        clients_[number] = client.get();
        server_.serve(std::move(client));
    }
    auto client = clients_.find(number);
    if (client == clients_.end()) return;
    auto* channel = client->second;
    if (packet.empty()) channel->hung_up({"hung up"});
    else channel->received(packet);
}

}  // namespace ninth
