// One client's fids and unanswered calls: the state of a 9P connection, apart from the link that carries it.
#pragma once

#include "styx/channel.h"
#include "styx/hello.h"
#include "styx/tree.h"

namespace styx {

class Server;
class Conversation;

// Bounds on what one client can make a server hold.
inline constexpr std::size_t most_fids = 16 * 1024;
inline constexpr std::size_t most_calls = 4 * 1024;        // unanswered
inline constexpr std::size_t most_kept = 8 * 1024 * 1024;  // bytes of answers kept for resending
inline constexpr std::uint32_t least_msize = 256;          // room for an Rwalk of 16 qids

struct Call {
    Conversation* to = nullptr;
    Tag tag{};
    Fid fid = Fid::none, newfid = Fid::none;
    Names names;                 // a walk's names still to be taken, the last first
    std::vector<Qid> qids;       // a walk's answers so far
    std::vector<NodePtr> trail;  // where the walk has come to, root first
    bool clunks = false;         // a remove that a Tclunk asked for (ORCLOSE): it answers Rclunk, whatever came of it
    std::uint8_t mode = 0;
    std::uint64_t offset = 0;
    std::uint32_t count = 0;
};

class Conversation : public std::enable_shared_from_this<Conversation> {
  public:
    explicit Conversation(Server& server) : server_(server) {}
    ~Conversation();

    void start(std::uint32_t msize) { msize_ = msize; }
    bool started() const { return msize_ != 0; }
    std::uint32_t msize() const { return msize_; }
    void receive(std::string_view packet, Result<Message> decoded);
    void send(Tag, Body);                         // an answer, kept for resending if a life has said hello
    void welcome(Tag, std::uint32_t msize, const std::string& version);  // Rversion, which no position counts

    Channel* link = nullptr;  // what carries this now; null while nothing does
    Hello hello;              // life "-" when nobody said hello

    Known known(std::uint64_t generation) const { return {generation, received_, sent_, oldest_kept_, true}; }
    void resend_after(std::uint64_t answers);
    std::uint64_t received() const { return received_; }
    std::size_t fids() const { return fids_.size(); }
    std::size_t kept_bytes() const { return kept_bytes_; }

    // What requests do when they are answered.
    void fail(Call&, std::string_view error);
    void attached(Call&, NodePtr root);
    void walked(Call&, NodePtr next);
    void opened(Call&, NodePtr other, std::unique_ptr<Open>);
    void created(Call&, NodePtr made, std::unique_ptr<Open>);
    void listed(Call&, const std::vector<Stat>&);
    void has_read(Call&, std::string_view bytes);
    void removed(Call&);
    void answer(Call&, Body);
    void described(Call&, Stat);

  private:
    struct FidState {
        Fid fid{};
        std::vector<NodePtr> trail;  // from the root to the file itself
        bool is_open = false;
        std::uint8_t mode = 0;
        std::unique_ptr<Open> open;
        std::string listing;           // a directory's packed entries
        std::uint64_t next_entry = 0;  // where the next read of it must start
        Node& node() const { return *trail.back(); }
    };
    struct Kept {
        Tag tag{};
        std::uint64_t number = 0;
        std::string packet;
    };

    std::shared_ptr<Call> begin(Tag);
    std::shared_ptr<Call> waiting(Tag) const;
    std::shared_ptr<Call> take_back(Tag);
    FidState* find(Fid);
    FidState* add(Call&, Fid);  // null, and the call is answered, if there are too many
    std::unique_ptr<FidState> drop(Fid);
    void walk_on(Call&);
    void finish_walk(Call&);
    void read_directory(std::shared_ptr<Call>, FidState&, const Tread&);
    void cut_listing(Call&, FidState&);
    std::string pack(Tag, Body) const;
    void keep(Tag, const std::string& packet);
    void forget_kept(Tag);
    void transmit(std::string packet);
    template <class R> R request(const std::shared_ptr<Call>& call) { return R(std::weak_ptr<Call>(call)); }

    void take(Tag, Tauth&&);
    void take(Tag, Tattach&&);
    void take(Tag, Tflush&&);
    void take(Tag, Twalk&&);
    void take(Tag, Topen&&);
    void take(Tag, Tcreate&&);
    void take(Tag, Tread&&);
    void take(Tag, Twrite&&);
    void take(Tag, Tclunk&&);
    void take(Tag, Tremove&&);
    void take(Tag, Tstat&&);
    void take(Tag, Twstat&&);
    void take(Tag, auto&&);  // an R-message; Tversion, which is the server's work

    Server& server_;
    std::uint32_t msize_ = 0;
    std::vector<std::shared_ptr<Call>> calls_;        // few: looked through
    std::vector<std::unique_ptr<FidState>> fids_;     // by fid, rising
    std::uint64_t received_ = 0, sent_ = 0;           // packets taken; answers given
    std::vector<Kept> kept_;  // by number: the last answer on each tag, as a client that uses a tag again has had it
    std::size_t kept_bytes_ = 0;
    std::uint64_t oldest_kept_ = 0;  // the number of the last answer that was given up to keep within most_kept
};

}  // namespace styx
