#include "session/link.h"

#include "styx/errors.h"

namespace session {
namespace {
constexpr std::size_t longest_line = 64 * 1024;  // bytes of an event; a longer one is not ours
}

Link::Link(styx::Loop& loop, std::string address)
    : loop_(loop), address_(std::move(address)), here_(std::make_shared<Link*>(this))
{}
Link::~Link() { *here_ = nullptr; }

void Link::look()
{
    next_look_.reset();
    if (client_ || is_dialling_) return;
    is_dialling_ = true;
    loop_.dial(address_, [here = here_](auto channel) {
        if (*here) (*here)->dialled(std::move(channel));
    });
}

void Link::look_after(std::uint64_t msec)
{
    next_look_ = loop_.after(msec, [this] { look(); });
}

void Link::hang_up()
{
    next_look_.reset();
    client_.reset();
    is_up_ = false;
    *here_ = nullptr;  // what is under way comes to nothing
    here_ = std::make_shared<Link*>(this);
    is_dialling_ = false;
}

void Link::dialled(Result<std::unique_ptr<styx::Channel>> channel)
{
    is_dialling_ = false;
    if (!channel) return missing();
    rest_.clear();
    offset_ = 0;
    client_ = std::make_unique<styx::Client>(std::move(*channel));
    client_->hung_up = [this](const Error&) { hung_up(); };
    client_->greet({}, [this](Result<styx::Welcome> welcome) {
        if (welcome) greeted();
        else end_half_way();
    });
}

void Link::greeted()
{
    client_->attach("ninth", "", [this](auto root) { attached(std::move(root)); });
}

void Link::attached(Result<styx::OpenFile> root)
{
    if (!root) return end_half_way();
    root_ = *root;
    client_->open(root_.fid, {"events"}, styx::OREAD, [this](auto file) { opened(std::move(file)); });
}

void Link::opened(Result<styx::OpenFile> file)
{
    if (!file) return end_half_way();
    events_ = *file;
    is_up_ = true;
    ask_for_events();
    up();
}

void Link::ask_for_events()
{
    client_->ask(styx::Tread{events_.fid, offset_, events_.iounit}, [this](auto r) { take_events(std::move(r)); });
}

// The next read is asked for first: an event may destroy the link.
void Link::take_events(Result<styx::Rread> r)
{
    if (!r || r->data.bytes.empty()) return end_half_way();
    offset_ += r->data.bytes.size();
    rest_ += r->data.bytes;
    ask_for_events();
    auto here = here_;
    for (;;) {
        auto end = rest_.find('\n');
        if (end == std::string::npos) break;
        auto line = rest_.substr(0, end);
        rest_.erase(0, end + 1);
        event(line);
        if (!*here) return;
    }
    if (rest_.size() > longest_line) end_half_way();
}

// The client is in the midst of a call here, so it goes afterwards; unless it has gone by then, and another is here.
void Link::end_half_way()
{
    loop_.later([here = here_, client = client_.get()] {
        if (*here && (*here)->client_.get() == client) (*here)->hung_up();
    });
}

void Link::hung_up()
{
    if (!client_) return;
    loop_.later([gone = std::shared_ptr<styx::Client>(std::move(client_))] {});
    if (std::exchange(is_up_, false)) lost();
    else missing();
}

void Link::write(std::string path, std::string data, std::function<void(Result<>)> then)
{
    if (!then) then = [](Result<>) {};
    if (!is_up_) return then(fail(styx::err::hungup));
    auto* client = client_.get();
    client->open(root_.fid, styx::split_path(path), styx::OWRITE, [=](Result<styx::OpenFile> file) {
        if (!file) return then(fail(file.error()));
        client->ask(styx::Twrite{file->fid, 0, {data}}, [=, fid = file->fid](Result<styx::Rwrite> r) {
            if (client->alive()) client->clunk(fid);
            if (r) then({});
            else then(fail(r.error()));
        });
    });
}

void Link::read(std::string path, std::function<void(Result<std::string>)> then)
{
    if (!is_up_) return then(fail(styx::err::hungup));
    auto* client = client_.get();
    client->open(root_.fid, styx::split_path(path), styx::OREAD, [=](Result<styx::OpenFile> file) {
        if (!file) return then(fail(file.error()));
        client->ask(styx::Tread{file->fid, 0, file->iounit}, [=, fid = file->fid](Result<styx::Rread> r) {
            if (client->alive()) client->clunk(fid);
            if (r) then(std::move(r->data.bytes));
            else then(fail(r.error()));
        });
    });
}

}  // namespace session
