// What the window server serves: the table of its files, and the trees made from it.
#pragma once

#include "winserver/attach.h"

#include "styx/tree.h"

#include <span>

namespace winserver {

// Where a handler is: `window` is null only for rows that are nowhere but on the desk.
struct Here {
    Attach& attach;
    Desktop& desktop;
    Window* window;
};

// Where a file stands, as bits.
enum Place : unsigned {
    in_window = 1,  // the root of an attach that has a window
    in_wsys = 2,    // wsys/<id>
    in_desk = 4,    // the root of an attach with the desk capability
    in_screen = 8,  // the root of an attach to the bare screen, and its dev
};

struct FileRow {
    std::string_view name;
    std::uint32_t mode;  // DMDIR: `directory` makes it
    unsigned where;
    Capability needs;
    void (*read)(Here, styx::ReadRequest);
    void (*write)(Here, styx::WriteRequest);
    void (*open)(Here, styx::OpenRequest);  // null: just opened
    styx::NodePtr (*directory)(const std::shared_ptr<Attach>&);
    std::string_view help;
    bool takes_a_turn = false;  // writing and opening may take as long as drawing on all of the window does
};

std::span<const FileRow> file_table();

// The tree of an attach; and that of one window under wsys.
styx::NodePtr root_of(const std::shared_ptr<Attach>&);
styx::NodePtr wsys_directory(const std::shared_ptr<Attach>&);

// The handlers the table names.
void read_winname(Here, styx::ReadRequest);
void read_winid(Here, styx::ReadRequest);
void read_life(Here, styx::ReadRequest);
void read_mouse(Here, styx::ReadRequest);
void write_mouse(Here, styx::WriteRequest);
void open_mouse(Here, styx::OpenRequest);
void read_cursor(Here, styx::ReadRequest);
void write_cursor(Here, styx::WriteRequest);
void read_kbd(Here, styx::ReadRequest);
void open_kbd(Here, styx::OpenRequest);
void read_cons(Here, styx::ReadRequest);
void write_cons(Here, styx::WriteRequest);
void write_consctl(Here, styx::WriteRequest);
void read_input(Here, styx::ReadRequest);
void write_input(Here, styx::WriteRequest);
void read_label(Here, styx::ReadRequest);
void write_label(Here, styx::WriteRequest);
void read_wctl(Here, styx::ReadRequest);
void write_wctl(Here, styx::WriteRequest);
void open_wctl(Here, styx::OpenRequest);
void read_snapshot(Here, styx::ReadRequest);
void open_window(Here, styx::OpenRequest);
void open_screen(Here, styx::OpenRequest);
void read_scale(Here, styx::ReadRequest);
void read_theme(Here, styx::ReadRequest);
void write_theme(Here, styx::WriteRequest);
void read_snarf(Here, styx::ReadRequest);
void write_snarf(Here, styx::WriteRequest);
void open_snarf(Here, styx::OpenRequest);
void write_kbdin(Here, styx::WriteRequest);
void write_mousein(Here, styx::WriteRequest);
void read_events(Here, styx::ReadRequest);
void read_ctl(Here, styx::ReadRequest);
void write_ctl(Here, styx::WriteRequest);
void read_status(Here, styx::ReadRequest);

}  // namespace winserver
