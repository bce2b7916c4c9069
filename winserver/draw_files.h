// The draw directory of a window: draw/new, and for each connection draw/N/{ctl,data,colormap,refresh} (draw(3)).
//
// Opening `new` makes a connection, whose ctl the fid then is; it lasts as long as one of its files is open.
#pragma once

#include "winserver/attach.h"

namespace winserver {

styx::NodePtr draw_directory(const std::shared_ptr<Attach>&);

}  // namespace winserver
