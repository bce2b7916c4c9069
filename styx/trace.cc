#include "styx/trace.h"

#include "styx/message.h"

namespace styx {
namespace {

class TracedChannel : public Channel {
  public:
    TracedChannel(std::unique_ptr<Channel> channel, Trace trace) : channel_(std::move(channel)), trace_(std::move(trace))
    {
        channel_->received = [this](std::string_view packet) {
            trace_(trace_line(packet));
            if (received) received(packet);
        };
        channel_->hung_up = [this](const Error& why) {
            trace_("# hung up: " + why.text);
            if (auto f = std::move(hung_up)) f(why);
        };
    }
    void send(std::string packet) override
    {
        trace_(trace_line(packet));
        channel_->send(std::move(packet));
    }
    std::size_t unsent() const override { return channel_->unsent(); }
    void pause() override { channel_->pause(); }
    void resume() override { channel_->resume(); }
    void hold_back() override { channel_->hold_back(); }

  private:
    std::unique_ptr<Channel> channel_;
    Trace trace_;
};

}  // namespace

Trace trace_to(std::FILE* file)
{
    return [file](std::string_view line) {
        std::fprintf(file, "%.*s\n", int(line.size()), line.data());
        std::fflush(file);
    };
}

std::string trace_line(std::string_view packet)
{
    auto m = decode(packet);
    return m ? print(*m) : "raw " + quote(packet);
}

std::unique_ptr<Channel> traced(std::unique_ptr<Channel> channel, Trace trace)
{
    return std::make_unique<TracedChannel>(std::move(channel), std::move(trace));
}

}  // namespace styx
