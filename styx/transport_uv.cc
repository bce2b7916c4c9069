// Addresses, listening and dialling: unix!path and tcp!host!port.
#include "styx/places.h"
#include "styx/post.h"
#include "styx/post_watch_uv.h"
#include "styx/stream_channel_uv.h"

#include <charconv>
#include <cstring>

namespace styx {

Result<Address> parse_address(const std::string& address)
{
    Address a;
    auto bad = [&] { return fail("bad address: " + address + " (want unix!path or tcp!host!port)"); };
    if (address.starts_with("unix!") && address.size() > 5) {
        a.path = address.substr(5);
        if (a.path.size() > longest_post) return fail(address + ": the name is too long (" + std::to_string(longest_post) + " bytes at most)");
        return a;
    }
    auto last = address.rfind('!');
    if (!address.starts_with("tcp!") || last <= 4) return bad();
    a.kind = Address::Kind::tcp;
    a.host = address.substr(4, last - 4);
    auto port = std::string_view(address).substr(last + 1);
    auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), a.port);
    if (error != std::errc() || end != port.data() + port.size() || a.port < 0 || a.port > 65535) return bad();
    return a;
}

namespace {

Result<sockaddr_storage> resolve(uv_loop_t* loop, const Address& a)
{
    sockaddr_storage out{};
    if (uv_ip4_addr(a.host.c_str(), a.port, reinterpret_cast<sockaddr_in*>(&out)) == 0) return out;
    if (uv_ip6_addr(a.host.c_str(), a.port, reinterpret_cast<sockaddr_in6*>(&out)) == 0) return out;
    uv_getaddrinfo_t request{};
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    int r = uv_getaddrinfo(loop, &request, nullptr, a.host.c_str(), std::to_string(a.port).c_str(), &hints);
    if (r != 0) return fail(uv_error("tcp!" + a.host, r));
    std::memcpy(&out, request.addrinfo->ai_addr, request.addrinfo->ai_addrlen);
    uv_freeaddrinfo(request.addrinfo);
    return out;
}

std::intptr_t os_handle(const StreamHandle& h)
{
    uv_os_fd_t handle{};
    uv_fileno(&h.handle, &handle);
    return std::intptr_t(handle);
}

Result<StreamHandle*> listen_at_post(Loop::State& loop, const std::string& path);

class UvListener : public Listener {
  public:
    UvListener(Loop::State& loop, StreamHandle* handle, std::string address, std::string post,
               std::function<void(std::unique_ptr<Channel>)> accept)
        : loop_(loop), handle_(handle), address_(std::move(address)), post_(std::move(post)), accept_(std::move(accept))
    {
        handle_->handle.data = this;
        watch();
    }
    ~UvListener() override
    {
        if (!post_.empty()) take_post_away(post_);
        let_go();
    }
    std::string address() const override { return address_; }

    static void connected(uv_stream_t* s, int status)
    {
        auto* self = static_cast<UvListener*>(s->data);
        if (status == 0) self->take();
    }

  private:
    void let_go()
    {
        handle_->handle.data = handle_;
        handle_->close();
    }
    void watch()
    {
        if (!post_.empty()) watch_ = std::make_unique<PostWatch>(loop_, post_, [this] { post_again(); });
    }
    // Who is connected stays so. Where the directory cannot be made there is nothing to be done.
    void post_again()
    {
        auto directory = own_directory(post_.substr(0, post_.rfind('/')));
        auto handle = directory ? listen_at_post(loop_, post_) : fail(directory.error());
        if (handle) {
            let_go();
            handle_ = *handle;
            handle_->handle.data = this;
        }
        watch();
    }
    void take()
    {
        auto* h = new StreamHandle;
        h->handle.data = h;
        if (handle_->handle.type == UV_TCP) {
            uv_tcp_init(&loop_.uv, &h->tcp);
            uv_tcp_nodelay(&h->tcp, 1);
        } else {
            uv_pipe_init(&loop_.uv, &h->pipe, 0);
        }
        if (uv_accept(&handle_->stream, &h->stream) != 0) return h->close();
        if (h->handle.type == UV_NAMED_PIPE && !is_caller_ours(os_handle(*h))) return h->close();
        accept_(std::make_unique<StreamChannel>(loop_, h));
    }

    Loop::State& loop_;
    StreamHandle* handle_;
    std::string address_, post_;
    std::function<void(std::unique_ptr<Channel>)> accept_;
    std::unique_ptr<PostWatch> watch_;
};

struct Dial {
    uv_connect_t uv{};
    Loop::State* loop = nullptr;
    StreamHandle* handle = nullptr;
    std::string address;
    std::function<void(Result<std::unique_ptr<Channel>>)> then;
};

void dialled(uv_connect_t* r, int status)
{
    std::unique_ptr<Dial> d(static_cast<Dial*>(r->data));
    if (status != 0) {
        d->handle->close();
        bool is_over = status == UV_ECANCELED || d->loop->ending;  // Windows has other words for what goes with its loop
        if (!is_over) d->then(fail(uv_error("cannot dial " + d->address, status)));
        return;
    }
    if (d->handle->handle.type == UV_NAMED_PIPE && !is_listener_ours(os_handle(*d->handle))) {
        d->handle->close();
        return d->then(fail("cannot dial " + d->address + ": it is another user who listens there"));
    }
    d->then(std::make_unique<StreamChannel>(*d->loop, d->handle));
}

void unreachable(Dial* dial, const Error& why)
{
    std::unique_ptr<Dial> d(dial);
    d->handle->close();
    d->then(fail("cannot dial " + d->address + ": " + why.text));
}

std::string tcp_address(const StreamHandle& h, const Address& a)
{
    sockaddr_storage name{};
    int size = sizeof name;
    uv_tcp_getsockname(&h.tcp, reinterpret_cast<sockaddr*>(&name), &size);
    auto port = reinterpret_cast<sockaddr_in*>(&name)->sin_port;  // at the same place in IPv6's
    auto* p = reinterpret_cast<unsigned char*>(&port);
    return "tcp!" + a.host + "!" + std::to_string(p[0] * 256 + p[1]);
}

// A Unix socket that listens and is posted.
Result<StreamHandle*> listen_at_post(Loop::State& loop, const std::string& path)
{
    auto* h = new StreamHandle;
    h->handle.data = h;
    uv_pipe_init(&loop.uv, &h->pipe, 0);
    auto done = bind_post(path, [&](const std::string& name) { return uv_pipe_bind(&h->pipe, name.c_str()); });
    int r = done ? uv_listen(&h->stream, 128, UvListener::connected) : 0;
    if (r != 0) done = fail(uv_error("cannot listen on unix!" + path, r));
    if (done) done = publish_post(path);
    if (done) return h;
    h->close();
    return fail(done.error());
}

Result<StreamHandle*> listen_on_tcp(Loop::State& loop, const Address& a, const std::string& address)
{
    auto* h = new StreamHandle;
    h->handle.data = h;
    uv_tcp_init(&loop.uv, &h->tcp);
    auto at = resolve(&loop.uv, a);
    int r = at ? uv_tcp_bind(&h->tcp, reinterpret_cast<sockaddr*>(&*at), 0) : UV_EAI_NONAME;
    if (r == 0) r = uv_listen(&h->stream, 128, UvListener::connected);
    if (r == 0) return h;
    h->close();
    return fail(uv_error("cannot listen on " + address, r));
}

}  // namespace

Result<std::unique_ptr<Listener>> Loop::listen(const std::string& address,
                                               std::function<void(std::unique_ptr<Channel>)> accept)
{
    auto a = TRY(parse_address(address));
    bool is_post = a.kind == Address::Kind::unix_socket;
    auto* h = TRY(is_post ? listen_at_post(*state_, a.path) : listen_on_tcp(*state_, a, address));
    return std::make_unique<UvListener>(*state_, h, is_post ? address : tcp_address(*h, a), is_post ? a.path : "", std::move(accept));
}

void Loop::dial(const std::string& address, std::function<void(Result<std::unique_ptr<Channel>>)> then)
{
    auto a = parse_address(address);
    if (!a) return later([then, e = a.error()] { then(fail(e)); });
    auto* h = new StreamHandle;
    h->handle.data = h;
    auto* d = new Dial{{}, state_.get(), h, address, std::move(then)};
    d->uv.data = d;
    if (a->kind == Address::Kind::unix_socket) {
        uv_pipe_init(&state_->uv, &h->pipe, 0);
        auto name = dial_name(a->path);
        if (name) return uv_pipe_connect(&d->uv, &h->pipe, name->c_str(), dialled);
        return later([d, why = name.error()] { unreachable(d, why); });
    }
    uv_tcp_init(&state_->uv, &h->tcp);
    uv_tcp_nodelay(&h->tcp, 1);
    auto at = resolve(&state_->uv, *a);
    int r = at ? uv_tcp_connect(&d->uv, &h->tcp, reinterpret_cast<sockaddr*>(&*at), dialled) : UV_EAI_NONAME;
    if (r == 0) return;
    later([d, r] { dialled(&d->uv, r); });
}

}  // namespace styx
