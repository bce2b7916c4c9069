#include "runtime/mount.h"

#include "styx/errors.h"

namespace runtime {

using styx::Client;

namespace {
constexpr std::uint64_t pauses[] = {30, 70, 150};  // msec between tries after a loss: 250 ms in all
}

Mount::Mount(styx::Loop& loop, Server server, std::string address, std::string service, const Identity& identity)
    : loop_(loop), server_(std::move(server)), address_(std::move(address)), service_(std::move(service)), identity_(identity)
{}

void Mount::attach_local(std::unique_ptr<styx::Channel> channel)
{
    client_ = std::make_unique<Client>(std::move(channel));
    client_->hung_up = [this](const Error& why) { lost(why); };
    dialling_ = true;
    client_->greet({}, [this](Result<styx::Welcome> w) { greeted(std::move(w)); });
}

void Mount::use(styx::Then<Client*> then)
{
    if (up_) return then(client_.get());
    waiting_.push_back(std::move(then));
    if (!dialling_) tries_ = 0, dial();
}

void Mount::dial()
{
    dialling_ = true;
    loop_.dial(address_, [this](Result<std::unique_ptr<styx::Channel>> c) { dialled(std::move(c)); });
}

void Mount::dialled(Result<std::unique_ptr<styx::Channel>> channel)
{
    if (!channel) {
        bool again = client_ != nullptr && std::size_t(tries_) < std::size(pauses);
        if (again) {
            retry_ = loop_.after(pauses[tries_++], [this] { dial(); });
            return;
        }
        bool is_home = server_.address == "$home";
        return settle(fail(is_home ? styx::err::away : address_ + " does not answer"));
    }
    if (client_) client_->relink(std::move(*channel));
    else client_ = std::make_unique<Client>(std::move(*channel));
    client_->keeps_in_flight = true;
    client_->hung_up = [this](const Error& why) { lost(why); };
    styx::Hello hello{service_, identity_.life, identity_.generation, std::uint32_t(server_.id), client_->sent(),
                      client_->received()};
    client_->greet(hello, [this](Result<styx::Welcome> w) { greeted(std::move(w)); });
}

void Mount::greeted(Result<styx::Welcome> welcome)
{
    if (!welcome) return settle(fail(std::move(welcome.error())));
    if (welcome->kind == styx::Welcome::Kind::resume && root_ != styx::Fid::none) return settle(client_.get());
    client_->attach("ninth", server_.aname, [this](Result<styx::OpenFile> r) { attached(std::move(r)); });
}

void Mount::attached(Result<styx::OpenFile> root)
{
    if (!root) return settle(fail(std::move(root.error())));
    root_ = root->fid;
    ++epoch_;
    settle(client_.get());
}

void Mount::settle(Result<Client*> r)
{
    dialling_ = false;
    up_ = r.has_value();
    if (!up_) {
        auto gone = std::move(client_);
        if (gone) gone->abandon(r.error());
    }
    auto all = std::exchange(waiting_, {});
    for (auto& then : all) then(r);
}

void Mount::lost(const Error&)
{
    up_ = false;
    if (server_.id == MountId::local) return;
    tries_ = 0;
    dial();
}

void Mount::interrupt()
{
    if (client_) client_->flush_all();
}

void Mount::drop()
{
    if (auto gone = std::move(client_)) gone->abandon({styx::err::interrupted});
    up_ = dialling_ = false;
    retry_.reset();
}

}  // namespace runtime
