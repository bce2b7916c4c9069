// The draw directory of a window: draw/new, and for each connection draw/N/{ctl,data,colormap,refresh} (draw(3)).
//
// Opening `new` makes a connection, whose ctl the fid then is; it lasts as long as one of its files is open. What is asked of
// ctl and data is done in the order it came, in the client's turns (turns.h): each answer waits for what was asked before.
// Error of a read or a write, apart from draw(3)'s: `too much waits to be drawn`.
#pragma once

#include "winserver/attach.h"

namespace winserver {

styx::NodePtr draw_directory(const std::shared_ptr<Attach>&);

}  // namespace winserver
