#include "session/hold/holder.h"

#include "styx/handlers.h"

#include <algorithm>
#include <charconv>

namespace session {
namespace {

constexpr std::uint64_t last_output_msec =
    200; // what a command that has exited left behind in the terminal comes by then
constexpr std::uint64_t farewell_msec = 500;     // for who has read all and still asks for the exit code

Result<int> extent(const std::string& word)
{
    int n = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
    if (error != std::errc() || end != word.data() + word.size() || n < 1 || n > 9999) return fail("bad size: " + word);
    return n;
}

}  // namespace

struct Holder::DataOpen : styx::Open {
    std::uint64_t position = 0;
};

struct Holder::TextOpen : styx::Open {
    std::shared_ptr<const std::string> text;
    std::uint64_t end = 0;  // its position
};

Holder::Holder(styx::Loop& loop, std::unique_ptr<Pty> pty, What what, std::function<void()> over)
    : loop_(loop), pty_(std::move(pty)), what_(std::move(what)), over_(std::move(over)),
      typed_(loop_, [this](std::string_view bytes) { return pty_->write_some(bytes); }),
      here_(std::make_shared<Holder*>(this))
{
    serve();
}
Holder::~Holder() { *here_ = nullptr; }

void Holder::serve()
{
    using namespace styx;
    std::vector<Verb> verbs = {
        {"resize", "columns rows", [this](const Names& a) { return resize(a); }, "gives the terminal another size"},
        {"interrupt", "", [this](const Names&) { return pty_->interrupt(); },
         "as Ctrl-C: to what runs in the foreground"},
        {"hangup", "", [this](const Names&) { return pty_->hangup(); }, "as when the terminal goes away"},
        {"kill", "", [this](const Names&) { return pty_->kill(); }, "the command and what it runs in the foreground"},
        {"end", "", [this](const Names&) { return end(); }, "wait for no reader once the command has ended"},
    };
    data_ = file(
        "data", 0600, [this](ReadRequest r) { read_data(std::move(r)); },
        [this](WriteRequest w) { typed_.add(std::move(w)); }, [this](OpenRequest r) { open_data(std::move(r)); });
    text_ = file("text", 0400, [this](ReadRequest r) { read_text(std::move(r)); }, {},
                 [this](OpenRequest r) { open_text(std::move(r)); });
    root_ = dir("/", {data_, text_, file("ctl", 0200, {}, ctl(std::move(verbs))),
                      file("status", 0400, text([this] { return status(); })),
                      file("wait", 0400, [this](ReadRequest r) { read_wait(std::move(r)); })});
}

Result<std::unique_ptr<Holder>> Holder::start(styx::Loop& loop, std::unique_ptr<Pty> pty, What what,
                                              std::function<void()> over)
{
    auto h = std::unique_ptr<Holder>(new Holder(loop, std::move(pty), std::move(what), std::move(over)));
    auto* self = h.get();
    auto output = TRY(h->pty_->output());
    h->output_ = TRY(loop.stream(output));
    h->output_->bytes = [self](std::string_view bytes) {
        self->scrollback_.append(bytes);
        self->settle();
    };
    h->output_->ended = [self] {
        self->output_ended_ = true;
        if (self->code_ >= 0) self->drained();
    };
    auto code = std::make_shared<int>(0);
    loop.work([pid = self->pty_->pid(), code] { *code = Pty::wait(pid); },
              [here = h->here_, code] { if (*here) (*here)->exited(*code); });
    return h;
}

void Holder::open_data(styx::OpenRequest r)
{
    auto open = std::make_unique<DataOpen>();
    open->position = scrollback_.total();
    data_->version = std::uint32_t(open->position);
    r.reply(std::move(open));
}

void Holder::open_text(styx::OpenRequest r)
{
    auto open = std::make_unique<TextOpen>();
    open->text = scrollback_.snapshot();
    open->end = scrollback_.total();
    text_->version = std::uint32_t(open->end);
    r.reply(std::move(open));
}

void Holder::read_data(styx::ReadRequest r)
{
    data_reads_.push_back(std::move(r));
    settle();
}

void Holder::read_wait(styx::ReadRequest r)
{
    wait_reads_.push_back(std::move(r));
    settle();
}

void Holder::read_text(styx::ReadRequest r)
{
    auto& open = static_cast<TextOpen&>(*r.open);
    auto start = open.end - open.text->size();
    if (r.offset + r.count >= open.text->size()) has_read(start, open.end);
    r.slice(*open.text);
    finish_if_due();
}

void Holder::settle()
{
    for (auto& r : std::exchange(data_reads_, {})) {
        if (r.flushed()) continue;
        auto& position = static_cast<DataOpen&>(*r.open).position;
        auto from = position;
        auto piece = scrollback_.from(position, r.count);
        if (piece.empty() && !is_over_ && r.count > 0) data_reads_.push_back(std::move(r));
        else r.reply(piece), has_read(from, position);
    }
    if (!is_over_) return;
    for (auto& r : std::exchange(wait_reads_, {})) r.slice(std::to_string(code_) + "\n");
    finish_if_due();
}

void Holder::has_read(std::uint64_t from, std::uint64_t to)
{
    auto first = scrollback_.first();
    if (std::max(from, first) <= std::max(read_to_, first)) read_to_ = std::max(read_to_, to);
    is_read_ = true;
}

std::string Holder::status() const
{
    std::string command;
    for (auto& word : what_.command) command += (command.empty() ? "" : " ") + word;
    return "name " + what_.name + "\npid " + std::to_string(pty_->pid()) + "\ncommand " + command + "\nsize " +
           std::to_string(what_.size.columns) + " " + std::to_string(what_.size.rows) + "\nwritten " +
           std::to_string(scrollback_.total()) + (is_over_ ? "\nexited " + std::to_string(code_) : "\nrunning") + "\n";
}

Result<> Holder::resize(const styx::Names& a)
{
    TerminalSize size{TRY(extent(a[0])), TRY(extent(a[1]))};
    DO(pty_->resize(size));
    what_.size = size;
    return {};
}

Result<> Holder::end()
{
    ends_at_once_ = true;
    loop_.later([here = here_] { if (*here) (*here)->finish_if_due(); });  // after its own answer
    return {};
}

// Something the command left running may keep the terminal open for ever: the command's end is what counts.
void Holder::exited(int code)
{
    code_ = code;
    if (output_ended_) drained();
    else last_output_ = loop_.after(last_output_msec, [this] { drained(); });
}

void Holder::drained()
{
    if (std::exchange(is_over_, true)) return;
    linger_ = loop_.after(what_.linger_msec, [this] { std::exchange(over_, [] {})(); });
    settle();
}

void Holder::finish_if_due()
{
    if (!is_over_) return;
    if (ends_at_once_) return std::exchange(over_, [] {})();
    if (!is_read_ || read_to_ < scrollback_.total()) return;
    linger_ = loop_.after(std::min(farewell_msec, what_.linger_msec), [this] { std::exchange(over_, [] {})(); });
}

}  // namespace session
