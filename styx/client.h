// The asking side of a 9P conversation: many requests in flight, each answered once.
//
// Not thread-safe: a client, its channel and its callbacks belong to one thread. A callback runs when its answer
// comes, and from within the call that asked only if the channel is gone; when the channel hangs up every unanswered
// request fails.
#pragma once

#include "styx/channel.h"
#include "styx/hello.h"

#include <memory>

namespace styx {

template <class T> struct AnswerTo;  // AnswerTo<Tread>::type is Rread
#define NINTH_ANSWER(name) \
    template <> struct AnswerTo<T##name> { using type = R##name; };
NINTH_ANSWER(version) NINTH_ANSWER(attach) NINTH_ANSWER(flush) NINTH_ANSWER(walk) NINTH_ANSWER(open) NINTH_ANSWER(create)
NINTH_ANSWER(read) NINTH_ANSWER(write) NINTH_ANSWER(clunk) NINTH_ANSWER(remove) NINTH_ANSWER(stat) NINTH_ANSWER(wstat)
#undef NINTH_ANSWER

template <class R> using Then = std::function<void(Result<R>)>;

struct OpenFile {
    Fid fid = Fid::none;
    Qid qid;
    std::uint32_t iounit = 0;  // most bytes of one read or write
};

class Client {
  public:
    explicit Client(std::unique_ptr<Channel>);
    ~Client();  // hangs up; callbacks that still wait are dropped uncalled
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // Sends one request and calls `then` with its answer: an R-message, or the error the server or the link gave.
    template <class T> Tag ask(T request, Then<typename AnswerTo<T>::type> then)
    {
        using R = typename AnswerTo<T>::type;
        return send(Body(std::move(request)), [then = std::move(then)](Result<Body> answer) {
            if (!answer) return then(fail(std::move(answer.error())));
            if (auto* r = std::get_if<R>(&*answer)) then(std::move(*r));
            else then(fail("the server gave an answer of another type"));
        });
    }
    // Takes a request back. If its answer comes first, that is its result; else it fails "taken back" at Rflush.
    // `flushed` is called at Rflush, after the request's own callback; at once if the tag waits for nothing.
    void flush(Tag, std::function<void()> flushed = {});
    void flush_all();                    // every request but the flushes themselves
    void abandon(const Error& why);      // hangs up; everything in flight fails with this
    bool waits(Tag tag) const;           // its answer has not come

    // Version, with a hello if the life is not "-". On resume all is as it was; else the conversation is new.
    void greet(const Hello&, Then<Welcome>);
    void attach(std::string uname, std::string aname, Then<OpenFile>);  // a new fid for the root, not open
    void walk(Fid from, Names, Then<OpenFile>);                         // a new fid, or the error of the name that failed
    void open(Fid from, Names, std::uint8_t mode, Then<OpenFile>);      // walk and open
    void create(Fid directory, std::string name, std::uint32_t perm, std::uint8_t mode, Then<OpenFile>);  // a new fid
    void clunk(Fid);                                                    // nobody waits for the answer

    std::function<void(const Error& why)> hung_up;
    bool alive() const { return channel_ != nullptr; }
    std::uint32_t most_data() const { return msize_ - io_header; }
    std::size_t in_flight() const { return in_flight_; }
    std::size_t unsent() const { return channel_ ? channel_->unsent() : 0; }

    // The conversation goes on over a new channel: greet() then resends or fails what was in flight.
    void relink(std::unique_ptr<Channel>);
    // A hang-up does not fail what is in flight: relink will decide. What is asked between a hang-up and the welcome
    // waits for it. To be set before the first greet().
    bool keeps_in_flight = false;
    std::uint64_t sent() const { return sent_; }
    std::uint64_t received() const { return received_; }

  private:
    using Callback = std::function<void(Result<Body>)>;
    struct Waiting {                   // one tag; free if neither `asked` nor `flushes_due`
        bool asked = false;            // its answer has not come
        unsigned flushes_due = 0;      // how many Tflush of it wait: until then the tag is not used again (flush(5))
        Callback then;
        std::uint64_t number = 0;      // which of the requests it is, from 1
        std::string packet;            // for resending; kept only when keeps_in_flight
        Tag flushes = Tag::none;       // a Tflush: what it takes back
        std::function<void()> flushed;
    };

    Tag send(Body, Callback);
    Tag free_tag();
    Waiting* find(Tag);
    Waiting answered(Waiting&);
    void settle_flush(Waiting&);
    void take(std::string_view packet);
    void broken(const Error&);
    void fail_all(const Error&);
    void welcome(const Welcome&);
    void watch();

    std::unique_ptr<Channel> channel_;
    std::vector<Waiting> waiting_;  // by tag
    Waiting version_;               // the one request without a number
    std::size_t in_flight_ = 0;
    std::size_t lowest_free_ = 0;   // no tag below it is free
    bool welcomed_ = true;          // false from relink to the welcome: requests are kept, not sent
    std::uint32_t next_fid_ = 1;
    std::uint32_t msize_ = 8192 + io_header;
    std::uint64_t sent_ = 0, received_ = 0;
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);  // false once destroyed: a callback may do that
};

// Splits "a/b/c" at its slashes; empty names and "." go.
Names split_path(std::string_view path);

}  // namespace styx
