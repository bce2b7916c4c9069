// A process's window on one display: the conversation that makes it, draws in it and reads its input.
//
// Whatever happens to the display, the link dials again and rebuilds everything there from the process's own state.
// Messages are forwarded as they are carried out here, pipelined. While more than a bound is unacknowledged what only
// changes pixels is left out: which pixels, of any image, is remembered, and they are sent once the link has drained. A
// connection of which even the rest comes to too much is made anew then.
#pragma once

#include "runtime/mirror/draw_device.h"
#include "runtime/mirror/window.h"
#include "runtime/mount.h"

namespace runtime {

class Link {
  public:
    // `lead` gives this display's size and place to the window; others show it as it is.
    enum class Role { lead, view };
    Link(styx::Loop&, std::string address, Role, const Identity&, Window&, DrawDevice&);
    ~Link() { *here_ = false; }
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    void start();
    void stop(std::function<void()> then);  // takes the window away there, as far as the display answers
    const std::string& address() const { return address_; }
    bool is_up() const { return state_ == State::up; }

    // What the program drew.
    void began(Drawing&);
    void drew(Drawing&, std::string_view message, const draw::Touched& changed);
    void wrote(Drawing&);
    void gone(int number, const draw::Touched& changed);

    void tell_label();
    void tell_cursor();
    void tell_wctl(styx::WriteRequest);
    void snarf(styx::ReadRequest);
    // One opening of the display's snarf for writing; what it is told takes effect when it goes.
    struct Pen {
        styx::Fid fid = styx::Fid::none;
        std::shared_ptr<bool> link;  // whose it is
        std::uint64_t conversation = 0, offset = 0;
    };
    void set_snarf(std::shared_ptr<Pen>, styx::WriteRequest);
    void put_down(const Pen&);
    void tell_durable(std::uint64_t input);   // what input up to this number did is durable
    std::uint64_t input() const { return input_; }    // the last event received
    // Of what was received, `input` is the last that the image holds. What came after it is asked for again, or not.
    enum class Later { again, dropped };
    void continue_after(std::uint64_t input, Later later) { input_ = input, later_ = later; }

    std::function<void(draw::Point size, double scale)> resized;
    std::function<void()> got_input;
    std::function<void()> hung_up;            // the display is gone, for now
    std::function<void()> first_frame;        // the first flush was acknowledged
    std::function<void(const Error&)> refused; // this program was moved or restored elsewhere

  private:
    enum class State { down, dialling, up };
    struct Connection {      // of one drawing, at the display
        styx::Fid data = styx::Fid::none;
        std::string queue;   // messages since the last write
        std::uint32_t iounit = 8192;
        bool is_built = false;  // it has all that its drawing had
        bool flushes = false;
        bool is_lost = false;   // nothing more is sent: it is to be made anew
    };
    using Client = styx::Client;

    void dial();
    void dialled(Result<std::unique_ptr<styx::Channel>>);
    void attached(Result<styx::OpenFile>);
    std::string attach_name() const;
    void lost(const Error&);
    void open_input();
    void read_input();
    void take(std::string_view line);
    void key(const styx::Names&);
    void pointer(const styx::Names&);
    void size(const styx::Names&);
    void place(const styx::Names&);
    void read_winname(std::function<void()> then);
    void write_snarf(std::shared_ptr<Pen>, std::shared_ptr<styx::WriteRequest>, std::size_t done);
    void take_away();
    void has_stopped();
    void connect(Drawing&);
    void connected(int number, styx::OpenFile data);
    void rebuild_ready();
    bool waits_for_another(const Drawing&) const;
    void rebuild(Drawing&, Connection&);
    void forward(Drawing&, Connection&, std::string_view message);
    void send(int number, Connection&);
    void acknowledged(int number, std::size_t bytes, bool flushed);
    void drained();
    void send_pixels(const draw::Touched::Part&);
    void renew(Drawing&, Connection&);
    void lose(const Error&);
    void write_file(const char* name, std::string data);

    styx::Loop& loop_;
    std::string address_;
    Role role_;
    const Identity& identity_;
    Window& window_;
    DrawDevice& device_;
    State state_ = State::down;
    std::unique_ptr<Client> client_;
    std::unique_ptr<styx::Timer> retry_;
    styx::Fid root_ = styx::Fid::none;
    styx::OpenFile input_file_;
    std::uint64_t input_ = 0, input_offset_ = 0;
    Later later_ = Later::again;  // until it has been said
    std::string winname_;
    bool has_size_ = false, stopping_ = false, has_shown_ = false;
    std::map<int, Connection> connections_;
    std::size_t unacknowledged_ = 0, writes_ = 0;
    bool lags_ = false;
    draw::Touched behind_;  // what is other here than there; images that may have gone since
    std::uint64_t pause_ = 0;
    std::uint64_t conversation_ = 0;          // how many windows there have been
    std::function<void()> stopped_;           // what waits for the window to be taken away
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

}  // namespace runtime
