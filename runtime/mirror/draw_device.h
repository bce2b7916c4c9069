// /dev/draw of a process: its draw connections, carried out on pictures of its own.
//
// new makes connection n; n/ctl, n/data, n/colormap, n/refresh are draw(3)'s. A connection is state: it stays over a
// freeze, when its files are opened again by name, and goes when the program has closed the last of them.
#pragma once

#include "draw/refresh_readers.h"
#include "runtime/mirror/arena.h"
#include "styx/tree.h"

#include <functional>

namespace runtime {

// A draw connection of the program.
struct Drawing {
    int number = 0;
    std::unique_ptr<draw::Engine> engine;
    int opens = 0;                // files of it that are open now
    draw::RefreshReaders refresh_readers;
};

// Who hears what was drawn: the mirror.
class DrawListener {
  public:
    virtual ~DrawListener() = default;
    virtual void began(Drawing&) = 0;
    virtual void drew(Drawing&, std::string_view message, const draw::Touched& changed) = 0;
    virtual void wrote(Drawing&) = 0;  // the end of a write: whatever was drawn may be sent
    virtual void gone(int number, const draw::Touched& changed) = 0;  // by its end
};

class DrawDevice {
  public:
    DrawDevice(RegionArena&, DrawListener&);
    ~DrawDevice();

    // A connection, as opening `new` makes one; and what writing to its data does.
    Drawing& begin();
    Result<> write(Drawing&, std::string_view messages);

    // The window's image: (0,0) to size, white at first. The one before it stays while the program holds it.
    Result<> set_window(const std::string& name, draw::Point size);
    const std::shared_ptr<draw::Image>& window() const { return window_; }
    std::map<int, Drawing>& drawings() { return drawings_; }
    styx::NodePtr directory() { return directory_; }

    void save(styx::Writer&) const;
    Result<> restore(styx::Reader&);

  private:
    class ListenerWatch;
    struct DataOpen;
    Drawing& make(int number);
    void add_files(Drawing&);
    void open_new(styx::OpenRequest);
    void open_file(int number, styx::OpenRequest);
    void write_data(int number, styx::WriteRequest);
    void closed(int number);
    void tell_refresh();

    RegionArena& arena_;
    DrawListener& listener_;
    std::shared_ptr<draw::Shared> shared_ = std::make_shared<draw::Shared>();
    std::shared_ptr<draw::Image> window_;
    std::string window_name_;
    std::map<int, Drawing> drawings_;
    std::shared_ptr<styx::Directory> directory_;
    int next_ = 1;
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

}  // namespace runtime
