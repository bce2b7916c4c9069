// Who waits to hear what is to be drawn again: the reads of a connection's refresh file (draw(3)).
#pragma once

#include "draw/engine.h"
#include "styx/tree.h"

namespace draw {

class RefreshReaders {
  public:
    void add(styx::ReadRequest r, Engine& engine)
    {
        readers_.push_back(std::move(r));
        tell(engine);
    }
    // Answers as many as there is something for.
    void tell(Engine& engine)
    {
        std::erase_if(readers_, [](auto& waiting) { return waiting.flushed(); });
        while (!readers_.empty() && engine.wants_refresh()) {
            auto text = engine.refresh(readers_.front().count);
            if (text.empty()) readers_.front().fail("read is too short");
            else readers_.front().reply(text);
            readers_.erase(readers_.begin());
        }
    }

  private:
    std::vector<styx::ReadRequest> readers_;
};

}  // namespace draw
