// The functions behind the table of messages. Inside draw/ only.
#pragma once

#include "draw/protocol.h"

namespace draw {

// messages_image.cc
Result<> run_allocate(Call&);
Result<> run_free(Call&);
Result<> run_attach(Call&);
Result<> run_name(Call&);
Result<> run_clip(Call&);
Result<> run_load(Call&);
Result<> run_read(Call&);
Result<> run_bind_screen(Call&);
Result<> run_info(Call&);
Result<> run_query(Call&);
Result<std::size_t> tail_attach(State&, std::string_view);
Result<std::size_t> tail_name(State&, std::string_view);
Result<std::size_t> tail_load(State&, std::string_view);
Result<std::size_t> tail_packed(State&, std::string_view);
Result<std::size_t> tail_query(State&, std::string_view);

// messages_screen.cc
Result<> run_screen(Call&);
Result<> run_free_screen(Call&);
Result<> run_join_screen(Call&);
Result<> run_stack(Call&);
Result<> run_origin(Call&);
Result<std::size_t> tail_stack(State&, std::string_view);
// What 'b' does if it names a screen: the shape is the message's.
Result<> make_window(Call&, std::uint32_t id, std::uint32_t screen, std::uint8_t refresh, const Shape&, Color);

// messages_draw.cc
Result<> run_draw(Call&);
Result<> run_operator(Call&);
Result<> run_ellipse(Call&);
Result<> run_line(Call&);
Result<> run_polyline(Call&);
Result<> run_fill_polygon(Call&);
Result<> run_visible(Call&);
Result<> run_debug(Call&);
Result<std::size_t> tail_points(State&, std::string_view);

// messages_text.cc
Result<> run_font(Call&);
Result<> run_glyph(Call&);
Result<> run_string(Call&);
Result<std::size_t> tail_string(State&, std::string_view);
Result<std::size_t> tail_string_background(State&, std::string_view);

}  // namespace draw
