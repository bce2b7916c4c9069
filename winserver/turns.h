// Whose turn it is to draw: the desktop's one thread is shared out among its clients by the work they have done.
//
// A client's jobs are done one after another. One that comes to more than a turn is stopped in its midst and goes on in a
// later turn; between two turns the loop takes what has come from outside, and the next turn is that of the client who has
// had the least. So whoever draws little waits for one turn at most of each of those who came before, and of one of those who
// draw much.
#pragma once

#include "winserver/fiber.h"

#include "draw/work.h"
#include "styx/loop.h"

#include <deque>
#include <map>
#include <vector>

namespace styx {
class Conversation;
}

namespace winserver {

class Turns final : public draw::Work {
  public:
    static constexpr std::uint64_t usual_turn = 1 << 20;  // work (draw/work.h): about a millisecond, rarely some

    // What is to be done for a client.
    class Job {
      public:
        virtual ~Job() = default;
        virtual void run() = 0;                     // on a fiber
        virtual bool is_cut_off() const = 0;        // what is left of it is not wanted
        virtual std::size_t size() const { return 0; }  // bytes it holds
    };
    // One client, by the conversation it has with us: its jobs and what it has had. Lasts as long as somebody holds it, or it
    // has jobs. What it asks of windows does not wait for what it draws.
    class Client;
    enum class Kind { drawing, windows };

    // turn: what a client may do before others have theirs.
    Turns(styx::Loop&, std::uint64_t turn);
    ~Turns() override { end(); }
    Turns(const Turns&) = delete;
    Turns& operator=(const Turns&) = delete;

    std::shared_ptr<Client> client(const styx::Conversation*, Kind);
    // Done at once if it is the client's turn.
    void add(const std::shared_ptr<Client>&, std::unique_ptr<Job>);
    // A job that is run(request), if by then somebody waits for the answer.
    template <class Request, class Run> void ask(const std::shared_ptr<Client>& c, Request r, Run run)
    {
        add(c, std::make_unique<Asked<Request, Run>>(std::move(r), std::move(run)));
    }
    // Cuts all jobs off: what they use goes.
    void end();
    // Bytes of the jobs a client has.
    static std::size_t waiting_bytes(const Client&);

    // From within a job, or from elsewhere: then nothing waits, and nobody is charged.
    bool did(std::uint64_t n) override;
    void wait() override;
    // While one of these is there a job does not stop, but has the less of its next turn: for what others must not see
    // half done, and is short.
    class Whole {
      public:
        explicit Whole(Turns& turns) : turns_(turns) { ++turns_.wholes_; }
        ~Whole() { --turns_.wholes_; }
        Whole(const Whole&) = delete;
        Whole& operator=(const Whole&) = delete;

      private:
        Turns& turns_;
    };

    std::uint64_t total() const { return total_; }  // work there has been, of jobs

  private:
    template <class Request, class Run> class Asked final : public Job {
      public:
        Asked(Request r, Run run) : request_(std::move(r)), run_(std::move(run)) {}
        void run() override
        {
            if (!request_.flushed()) run_(std::move(request_));
        }
        bool is_cut_off() const override { return false; }

      private:
        Request request_;
        Run run_;
    };
    void take_turns();
    void arm();
    Client* next() const;
    void go_on(Client&);

    styx::Loop& loop_;
    const std::uint64_t turn_;
    std::map<std::pair<const styx::Conversation*, Kind>, std::weak_ptr<Client>> clients_;
    std::vector<std::shared_ptr<Client>> waiting_;     // those that have jobs, in the order they came
    std::vector<std::unique_ptr<Fiber>> idle_;
    Client* current_ = nullptr;                        // whose job runs now
    std::int64_t left_ = 0;                            // of the turns of this round of the loop
    std::uint64_t round_ = ~std::uint64_t(0);
    std::uint64_t total_ = 0;
    std::uint64_t floor_ = 0;                          // what the client that had the last turn had by then
    int wholes_ = 0;
    bool is_armed_ = false, is_ending_ = false;
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

}  // namespace winserver
