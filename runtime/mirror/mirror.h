// All of a process that is seen: its window, its pictures, and the displays that show them.
#pragma once

#include "runtime/mirror/link.h"

namespace runtime {

class Mirror : private DrawListener {
  public:
    static Result<std::unique_ptr<Mirror>> make(styx::Loop&, const Identity&);

    Window& window() { return window_; }
    Region& pixels() { return *pixels_; }
    std::vector<styx::NodePtr> files();  // of /dev: those of the window, draw and snarf

    // The first display leads: its size is the window's. Others show the same.
    void show_on(const std::string& address);
    Result<> leave(const std::string& address);  // no longer there
    void take_away(std::function<void()> then);  // from all displays, for a freeze
    std::string displays() const;                // addresses, a line each, with up or down

    // What was received when the present state is taken, and that it is durable now.
    std::uint64_t input() const;
    void durable(std::uint64_t input);

    std::function<void()> got_input, first_frame, display_lost;
    std::function<void(const Error&)> refused;

    void drop_later_input() { later_ = Link::Later::dropped; }  // than the image that is about to be restored

    void save(styx::Writer&) const;
    Result<> restore(styx::Reader&);     // after the pages are in pixels()
    Result<> begin();                    // in place of restore: a fresh window

  private:
    struct SnarfOpen;
    class SnarfFile : public styx::Node {
      public:
        explicit SnarfFile(Mirror&);
        void open(styx::OpenRequest) override;
        void read(styx::ReadRequest) override;
        void write(styx::WriteRequest) override;

      private:
        Mirror& mirror_;
    };
    Mirror(styx::Loop&, const Identity&, std::unique_ptr<Region>);
    void began(Drawing&) override;
    void drew(Drawing&, std::string_view, const draw::Touched&) override;
    void wrote(Drawing&) override;
    void gone(int, const draw::Touched&) override;
    void resized(draw::Point, double scale);

    styx::Loop& loop_;
    const Identity& identity_;
    std::unique_ptr<Region> pixels_;
    RegionArena arena_;
    Window window_;
    DrawDevice device_;
    std::vector<std::unique_ptr<Link>> links_;  // the first leads
    std::uint64_t input_then_ = 0;              // of the image: for the leading link to go on after
    Link::Later later_ = Link::Later::again;
    std::string snarf_;                         // while there is no display
    std::unique_ptr<styx::Timer> patience_;
};

}  // namespace runtime
