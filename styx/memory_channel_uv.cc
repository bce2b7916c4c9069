// Two ends of a conversation within one thread, and plain byte streams.
#include "styx/errors.h"
#include "styx/stream_channel_uv.h"

namespace styx {
namespace {

class MemoryChannel;

// What the two ends share: who is still there.
struct Wire {
    MemoryChannel* end[2] = {nullptr, nullptr};
    std::size_t under_way = 0;  // bytes sent either way and not yet delivered
};

class MemoryChannel : public Channel {
  public:
    MemoryChannel(Loop& loop, std::shared_ptr<Wire> wire, int side) : loop_(loop), wire_(std::move(wire)), side_(side)
    {
        wire_->end[side_] = this;
    }
    ~MemoryChannel() override
    {
        wire_->end[side_] = nullptr;
        loop_.later([wire = wire_, other = 1 - side_] {
            auto* peer = wire->end[other];
            if (!peer) return;
            if (auto f = std::move(peer->hung_up)) f({err::hungup});
        });
    }
    void send(std::string packet) override
    {
        wire_->under_way += packet.size();
        loop_.later([wire = wire_, other = 1 - side_, packet = std::move(packet)] {
            auto* peer = wire->end[other];
            if (peer && peer->received) peer->received(packet);
            wire->under_way -= packet.size();
        });
    }
    std::size_t unsent() const override { return wire_->under_way; }

  private:
    Loop& loop_;
    std::shared_ptr<Wire> wire_;
    int side_;
};

struct StreamJob {
    uv_write_t uv{};
    std::string bytes;
};

class UvStream : public Stream {
  public:
    explicit UvStream(StreamHandle* h) : handle_(h), buffer_(16 * 1024, '\0')
    {
        handle_->handle.data = this;
        resume();
    }
    ~UvStream() override
    {
        handle_->handle.data = handle_;
        handle_->close();
    }
    void write(std::string out) override
    {
        auto* job = new StreamJob{{}, std::move(out)};
        job->uv.data = job;
        auto buf = uv_buf_init(job->bytes.data(), unsigned(job->bytes.size()));
        uv_write(&job->uv, &handle_->stream, &buf, 1,
                 [](uv_write_t* r, int) { delete static_cast<StreamJob*>(r->data); });
    }
    void pause() override { uv_read_stop(&handle_->stream); }
    void resume() override { uv_read_start(&handle_->stream, allocate, has_read); }

  private:
    static void allocate(uv_handle_t* h, std::size_t, uv_buf_t* buf)
    {
        auto* self = static_cast<UvStream*>(h->data);
        *buf = uv_buf_init(self->buffer_.data(), unsigned(self->buffer_.size()));
    }
    static void has_read(uv_stream_t* s, ssize_t n, const uv_buf_t* buf)
    {
        auto* self = static_cast<UvStream*>(s->data);
        if (n > 0 && self->bytes) self->bytes({buf->base, std::size_t(n)});
        if (n >= 0) return;
        uv_read_stop(s);
        if (auto f = std::move(self->ended)) f();
    }
    StreamHandle* handle_;
    std::string buffer_;
};

}  // namespace

std::pair<std::unique_ptr<Channel>, std::unique_ptr<Channel>> Loop::pair()
{
    auto wire = std::make_shared<Wire>();
    return {std::make_unique<MemoryChannel>(*this, wire, 0), std::make_unique<MemoryChannel>(*this, wire, 1)};
}

Result<std::unique_ptr<Stream>> Loop::stream(std::intptr_t os_handle)
{
    auto* h = new StreamHandle;
    uv_pipe_init(&state_->uv, &h->pipe, 0);
    h->handle.data = h;
    if (int r = uv_pipe_open(&h->pipe, uv_file(os_handle)); r != 0) {
        h->close();
        return fail(uv_error("cannot open stream", r));
    }
    return std::make_unique<UvStream>(h);
}

}  // namespace styx
