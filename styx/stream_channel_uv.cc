#include "styx/stream_channel_uv.h"

#include "styx/bytes.h"
#include "styx/errors.h"
#include "styx/message.h"

#include <algorithm>
#include <cstring>

namespace styx {
namespace {

constexpr std::size_t most_packet = most_msize + 64;
constexpr std::size_t most_unsent = 4 << 20;  // channel.h
constexpr std::size_t read_size = 64 * 1024;

struct WriteJob {
    uv_write_t uv{};
    std::string bytes;
};

}  // namespace

void StreamHandle::close()
{
    if (uv_is_closing(&handle)) return;
    uv_close(&handle, [](uv_handle_t* h) { delete static_cast<StreamHandle*>(h->data); });
}

StreamChannel::StreamChannel(Loop::State& loop, StreamHandle* connected) : loop_(loop), handle_(connected)
{
    handle_->handle.data = handle_;
    handle_->channel = this;
    set_reading();
}

StreamChannel::~StreamChannel()
{
    if (!lost_ && !outbox_.empty()) flush();  // an answer given just before the end still goes out
    std::replace(loop_.resting.begin(), loop_.resting.end(), this, static_cast<StreamChannel*>(nullptr));
    std::replace(loop_.unsent.begin(), loop_.unsent.end(), this, static_cast<StreamChannel*>(nullptr));
    handle_->channel = nullptr;
    handle_->close();
}

bool StreamChannel::is_held_back() const { return holds_back_ && unsent() >= most_unsent; }

void StreamChannel::set_reading()
{
    bool want = !lost_ && !paused_ && !resting_ && !is_held_back();
    if (want == reading_) return;
    reading_ = want;
    if (want) uv_read_start(&handle_->stream, allocate, has_read);
    else uv_read_stop(&handle_->stream);
}

void StreamChannel::pause()
{
    paused_ = true;
    set_reading();
}

void StreamChannel::resume()
{
    paused_ = false;
    set_reading();
    if (reading_ && filled_ > taken_) deliver();
}

void StreamChannel::allocate(uv_handle_t* h, std::size_t, uv_buf_t* buf)
{
    auto* c = static_cast<StreamHandle*>(h->data)->channel;
    if (!c) {
        *buf = uv_buf_init(nullptr, 0);
        return;
    }
    if (c->inbox_.size() < c->filled_ + read_size) c->inbox_.resize(c->filled_ + read_size);
    *buf = uv_buf_init(c->inbox_.data() + c->filled_, unsigned(c->inbox_.size() - c->filled_));
}

void StreamChannel::has_read(uv_stream_t* s, ssize_t n, const uv_buf_t*)
{
    auto* c = static_cast<StreamHandle*>(s->data)->channel;
    if (!c || n == 0) return;
    if (n < 0) return c->lose(n == UV_EOF ? Error{err::hungup} : uv_error("connection", int(n)));
    c->filled_ += std::size_t(n);
    if (std::size_t(n) >= read_size) c->rest();
    c->deliver();
}

// There is more: libuv would read on, up to 2 MB, before it looks at the others.
void StreamChannel::rest()
{
    resting_ = true;
    loop_.resting.push_back(this);
    set_reading();
}

void StreamChannel::rested()
{
    resting_ = false;
    set_reading();
}

void StreamChannel::deliver()
{
    if (delivering_) return;
    delivering_ = true;
    auto* handle = handle_;
    while (filled_ - taken_ >= 4 && !lost_ && !paused_ && !is_held_back()) {
        std::string_view rest(inbox_.data() + taken_, filled_ - taken_);
        std::size_t size = Reader{rest}.u32();
        if (size < 7 || size > most_packet) return lose({"the other side does not speak 9P"});
        if (rest.size() < size) break;
        taken_ += size;
        if (received) received(rest.substr(0, size));
        if (handle->channel != this) return;  // the packet's receiver destroyed this channel
    }
    delivering_ = false;
    if (taken_ == filled_) {
        filled_ = taken_ = 0;
        if (inbox_.size() > 4 * read_size) inbox_.clear(), inbox_.shrink_to_fit();
    } else if (taken_ > 0) {
        std::memmove(inbox_.data(), inbox_.data() + taken_, filled_ - taken_);
        filled_ -= taken_;
        taken_ = 0;
    }
}

void StreamChannel::lose(const Error& why)
{
    if (lost_) return;
    lost_ = true;
    set_reading();
    outbox_.clear();
    if (auto f = std::move(hung_up)) f(why);  // may destroy this
}

void StreamChannel::send(std::string packet)
{
    if (lost_) return;
    if (outbox_.empty()) outbox_ = std::move(packet);
    else outbox_ += packet;
    if (!queued_) loop_.unsent.push_back(this), queued_ = true;
    set_reading();
}

void StreamChannel::flush()
{
    queued_ = false;
    if (lost_ || outbox_.empty()) return;
    std::size_t done = 0;
    if (in_flight_ == 0 && !is_held_back()) {  // a channel held back goes on when libuv says that the write is done
        auto buf = uv_buf_init(outbox_.data(), unsigned(outbox_.size()));
        int n = uv_try_write(&handle_->stream, &buf, 1);
        if (n > 0) done = std::size_t(n);
    }
    if (done < outbox_.size()) {
        auto* job = new WriteJob{{}, done ? outbox_.substr(done) : std::move(outbox_)};
        job->uv.data = job;
        in_flight_ += job->bytes.size();
        auto buf = uv_buf_init(job->bytes.data(), unsigned(job->bytes.size()));
        uv_write(&job->uv, &handle_->stream, &buf, 1, [](uv_write_t* r, int status) {
            std::unique_ptr<WriteJob> finished(static_cast<WriteJob*>(r->data));
            auto* c = static_cast<StreamHandle*>(r->handle->data)->channel;
            if (c) c->written(finished->bytes.size(), status);
        });
    }
    outbox_.clear();
    set_reading();
}

// A failed write is not the end: what the peer sent before it went is still to be read, and the read says hang-up.
void StreamChannel::written(std::size_t bytes, int)
{
    in_flight_ -= bytes;
    set_reading();
    if (reading_ && filled_ > taken_) deliver();
}

}  // namespace styx
