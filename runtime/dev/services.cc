#include "runtime/dev/services.h"

#include <set>
#include <utility>

namespace runtime {

namespace {

// Of a packet, so that it fits one read of the program with its client's number: a client's Tversion is told so.
constexpr std::uint32_t most_packet = 64 * 1024;
constexpr std::size_t most_unread = 64;  // packets: beyond it clients are not listened to

bool is_good(std::string_view name)
{
    return !name.empty() && name.size() <= 64 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == name.npos;
}

std::string numbered(std::uint32_t client, std::string_view packet)
{
    styx::Writer w;
    w.u32(client), w.bytes(packet);
    return std::move(w.out);
}

std::string with_fitting_size(std::string_view packet)
{
    auto m = styx::decode(packet);
    auto* version = m ? std::get_if<styx::Tversion>(&m->body) : nullptr;
    if (!version || version->msize <= most_packet) return std::string(packet);
    version->msize = most_packet;
    return styx::encode(*m);
}

}  // namespace

class Services::Service : public styx::Node {
  public:
    using Node::Node;
    std::unique_ptr<styx::Listener> listener;
    std::function<void()> closed;  // the program no longer serves it

    void clunk(styx::ClunkRequest r) override
    {
        r.reply();
        closed();
    }

    void accept(std::unique_ptr<styx::Channel> channel)
    {
        auto number = next_++;
        channel->received = [this, number](std::string_view packet) {
            if (packet.size() > most_packet) return hang_up(number);
            tell(numbered(number, with_fitting_size(packet)));
            if (unread_.size() > most_unread) clients_[number]->pause(), paused_.insert(number);
        };
        channel->hung_up = [this, number](const Error&) { hang_up(number); };
        clients_[number] = std::move(channel);
    }

    void read(styx::ReadRequest r) override
    {
        waiting_.push_back(std::move(r));
        give();
    }

    void write(styx::WriteRequest w) override
    {
        auto client = clients_.find(styx::Reader{w.data}.u32());
        if (w.data.size() <= 4 || client == clients_.end()) return w.fail("that client is gone");
        client->second->send(w.data.substr(4));
        w.done();
    }

    void save(styx::Writer& w) const
    {
        w.u32(next_), w.u32(std::uint32_t(clients_.size()));
        for (auto& [number, channel] : clients_) w.u32(number);
    }

    void restore(styx::Reader& r)
    {
        next_ = r.u32();
        for (auto n = r.u32(); n > 0 && !r.bad; --n) tell(numbered(r.u32(), ""));
    }

  private:
    void tell(std::string packet)
    {
        unread_.push_back(std::move(packet));
        give();
    }

    void give()
    {
        while (!unread_.empty() && !waiting_.empty()) {
            auto r = std::move(waiting_.front());
            waiting_.pop_front();
            if (r.flushed()) continue;
            if (r.count < unread_.front().size()) {
                r.fail("read is too short");
                continue;
            }
            r.reply(unread_.front());
            unread_.pop_front();
        }
        if (unread_.empty()) listen_again();
    }

    void listen_again()
    {
        for (auto number : std::exchange(paused_, {}))
            if (auto client = clients_.find(number); client != clients_.end()) client->second->resume();
    }

    void hang_up(std::uint32_t number)
    {
        auto gone = clients_.extract(number);
        if (gone) tell(numbered(number, ""));
    }

    std::uint32_t next_ = 1;
    std::map<std::uint32_t, std::unique_ptr<styx::Channel>> clients_;
    std::set<std::uint32_t> paused_;
    std::deque<std::string> unread_;
    std::deque<styx::ReadRequest> waiting_;
};

Services::Services(styx::Loop& loop) : loop_(loop), directory_(styx::dir("srv")) {}
Services::~Services() = default;

std::string Services::address(const std::string& name) const { return "unix!" + place + "/srv-" + life + "-" + name; }

Result<> Services::post(const std::string& name)
{
    if (!is_good(name)) return fail("bad service name: " + name + " (letters, digits and _ are good)");
    if (services_.contains(name)) return fail(name + " is posted already");
    return listen(name, std::make_shared<Service>(name, 0600));
}

Result<> Services::listen(const std::string& name, std::shared_ptr<Service> service)
{
    service->listener = TRY(loop_.listen(address(name), [s = service.get()](auto channel) { s->accept(std::move(channel)); }));
    service->closed = [this, name] {
        directory_->remove_child(name);
        loop_.later([gone = std::exchange(services_[name], nullptr)] {});  // it is what called us
        services_.erase(name);
    };
    directory_->add(service);
    services_[name] = std::move(service);
    return {};
}

void Services::save(styx::Writer& w) const
{
    w.u32(std::uint32_t(services_.size()));
    for (auto& [name, service] : services_) {
        w.text16(name);
        service->save(w);
    }
}

Result<> Services::restore(styx::Reader& r)
{
    for (auto n = r.u32(); n > 0 && !r.bad; --n) {
        std::string name(r.text16());
        auto service = std::make_shared<Service>(name, 0600);
        service->restore(r);
        if (!r.bad && !is_good(name)) return fail("the image's services are damaged");
        if (!r.bad) DO(listen(name, std::move(service)));
    }
    if (r.bad) return fail("the image's services are damaged");
    return {};
}

}  // namespace runtime
