// A held command and its files.
//
//   data    rw  what the command writes, as it comes: a read waits for more, each open from where it began; end of
//               file when the command has ended. A write is typed. A reader that is more than 256 KB late misses the
//               oldest: it never slows the command.
//   text    r   the last 256 KB, as of its open
//   ctl     w   verbs: holder.cc's table
//   status  r   name pid command size written, then "running" or "exited CODE": a line each
//   wait    r   waits until the command has ended; its exit code
//
// The version of the qid that opening data or text gives is the number of bytes there had been, modulo 2^32: who opens
// data, then text, knows what they have in common.
#pragma once

#include "session/hold/pty.h"
#include "session/hold/scrollback.h"
#include "session/patient_writes.h"

namespace session {

class Holder {
  public:
    struct What {
        std::string name;
        std::vector<std::string> command;
        TerminalSize size;
        std::uint64_t linger_msec = 10'000;  // how long the text of a command that has ended waits for a reader
    };
    // `over` is called once, when the command has ended and its text has been read, or `end` was written, or nobody
    // came.
    static Result<std::unique_ptr<Holder>> start(styx::Loop&, std::unique_ptr<Pty>, What, std::function<void()> over);
    ~Holder();
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    styx::NodePtr root() const { return root_; }

  private:
    struct DataOpen;
    struct TextOpen;
    Holder(styx::Loop&, std::unique_ptr<Pty>, What, std::function<void()> over);
    void serve();
    void open_data(styx::OpenRequest);
    void open_text(styx::OpenRequest);
    void read_data(styx::ReadRequest);
    void read_text(styx::ReadRequest);
    void read_wait(styx::ReadRequest);
    std::string status() const;
    Result<> resize(const styx::Names&);
    Result<> end();
    void settle();         // answers who waits
    void exited(int code); // there may still be output to come
    void drained();
    void has_read(std::uint64_t from, std::uint64_t to);
    void finish_if_due();

    styx::Loop& loop_;
    std::unique_ptr<Pty> pty_;
    What what_;
    std::function<void()> over_;
    std::unique_ptr<styx::Stream> output_;
    PatientWrites typed_;
    Scrollback scrollback_;
    styx::NodePtr root_, data_, text_;
    std::vector<styx::ReadRequest> data_reads_, wait_reads_;
    bool output_ended_ = false, is_over_ = false, ends_at_once_ = false, is_read_ = false;
    int code_ = -1;                // once the command has exited
    std::uint64_t read_to_ = 0;    // all before it has been read by someone
    std::unique_ptr<styx::Timer> last_output_, linger_;
    std::shared_ptr<Holder*> here_;  // null once destroyed
};

}  // namespace session
