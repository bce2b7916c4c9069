// Ops carried out: files opened by name, read, written and made over 9P, on whichever server the name space says.
#pragma once

#include "runtime/mount.h"
#include "runtime/op.h"

namespace runtime {

// An open file. Everything above the line is what an image holds; the rest is found again by name.
struct Fd {
    std::string path;  // in the name space, as it was opened
    Place at;          // where that led
    std::uint8_t mode = 0;
    std::uint64_t offset = 0;
    styx::Qid qid;     // as it was when opened
    bool has_gap = false;  // something it gave is lost: the next read says so
    // live
    styx::Fid fid = styx::Fid::none;
    std::uint32_t iounit = 0;
    std::uint64_t epoch = 0;  // of the mount when the fid was opened; 0: not open now
};

class Calls {
  public:
    Calls(styx::Loop&, const Identity&);

    NameSpace names;
    std::map<std::int32_t, Fd> fds;
    Ops ops;
    std::string home = "unix!/nowhere";  // the dial string that $home stands for

    std::function<void(OpId)> ended;                       // an op has its answer
    std::function<void(std::function<void(Result<>)>)> commit;  // makes the present state durable, then calls back
    std::function<bool()> has_image;                       // there is a durable state to go back to
    std::function<std::uint64_t()> clock;                  // the process's own msec

    OpId start(Op);               // begins it; `ended` is called later, never from within
    void start_again();           // after a thaw: every op without an answer, or "interrupted" where that is not safe
    // After a thaw of an image that was not the last moment of the process: streams may have given what is not in it.
    void mark_gaps();
    void is_last_moment() { tells_no_gap_ = true; }  // ... or of one that was
    void cancel(OpId);
    void interrupt();             // for a freeze: takes back what is in flight at other servers
    void go_on();                 // there is no freeze after all: asks again what was taken back
    bool quiet() const;           // nothing is in flight at other servers
    void drop();                  // cuts every connection to other servers
    bool local_settled();         // no call to the runtime's own devices is half way
    Mount& mount(MountId);
    std::int32_t free_fd() const; // the lowest from 4 on: 0 to 2 are the standard ones, 3 the root
    void serve_local(std::unique_ptr<styx::Channel>);

    void save(styx::Writer&) const;
    Result<> restore(styx::Reader&);

  private:
    using Client = styx::Client;
    struct Verb;
    static const Verb verbs[];

    void run(OpId);
    void set_deadline(OpId);
    std::string server_of(const Op&) const;
    void end(OpId, const std::string& error);
    void end_well(OpId, std::int64_t value, std::string bytes = {});
    void fail_with(OpId, const Error&);
    // Tries each place in turn until one has the name.
    using Try = std::function<void(const Place&, styx::Then<bool>)>;
    void in_each(OpId, std::vector<Place>, Try);
    void at_place(OpId, const Place&, std::function<void(Client&, Mount&)>);
    void with_fd(OpId, std::function<void(Client&, Fd&)>);
    void reopen(OpId, Fd&, Client&, Mount&, std::function<void(Client&, Fd&)>);
    void before_change(OpId, MountId, std::function<void()>);
    std::int32_t keep(const Op&, const Place&, Mount&, const styx::OpenFile&);
    Op* waiting(OpId, const Result<styx::OpenFile>&, Mount&);

    void read(OpId);
    void read_now(OpId);
    void write(OpId);
    void write_piece(OpId, std::size_t done);
    void timer(OpId);
    void open(OpId);
    void seek_end(OpId, std::int32_t fd);
    void create(OpId);
    void make(OpId);
    void make_in(OpId, std::vector<Place>);
    void make_now(OpId, const Place&, const std::string& name, styx::Fid directory, Client&, Mount&);
    void remove(OpId);
    void stat(OpId);
    void fstat(OpId);
    void wstat(OpId);
    void fwstat(OpId);
    void list(OpId);
    void list_places(OpId, std::vector<Place>, std::string so_far, std::string error);
    void finish_list(OpId, std::string so_far, const std::string& error);
    void rename(OpId);
    void close(OpId);
    void do_mount(OpId);

    styx::Loop& loop_;
    const Identity& identity_;
    std::map<MountId, std::unique_ptr<Mount>> mounts_;
    bool is_stream(const Fd&) const;
    void before_taking(OpId, std::function<void()> then);
    bool tells_no_gap_ = false;  // the newest image says that nothing was taken from a stream after it
    bool freezing_ = false;
    std::vector<OpId> taken_back_;  // for this freeze
    std::map<OpId, std::unique_ptr<styx::Timer>> timers_;
    std::map<OpId, std::unique_ptr<styx::Timer>> deadlines_;  // of those that do not wait for anything but the server
    std::map<OpId, std::pair<MountId, styx::Tag>> asked_;  // the read that an op waits on, to take it back
};

}  // namespace runtime
