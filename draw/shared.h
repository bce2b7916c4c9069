// What the connections of one attach share: the names of images, and the screens.
#pragma once

#include "draw/names.h"
#include "draw/screen.h"

#include <vector>

namespace draw {

// A message that is being carried out, and what it stands on: its images, and of a window all that it lies on. Messages of
// several connections are under way at once where the arena has them take turns (work.h). Then these only draw, on images
// that stay as large and windows that stay where they are; what changes that waits, alone.
struct UnderWay {
    bool is_alone = false;    // nobody else may be under way on the same images
    bool is_blocked = false;  // somebody is: it has done nothing, and is to be tried again
    int waited_for = 0;       // how often others found that they have to wait for it
    std::vector<const Image*> grounds;
    const Screen* screen = nullptr;  // of the window that was looked for last: whether it may be used is known
};

// Things by their numbers, which are there as long as somebody else holds them.
template <class Number, class Thing> class Register {
  public:
    // Null if there is none with that number.
    std::shared_ptr<Thing> find(Number n) const
    {
        auto i = things_.find(n);
        return i == things_.end() ? nullptr : i->second.lock();
    }
    void add(Number n, const std::shared_ptr<Thing>& thing)
    {
        things_[n] = thing;
        if (!sweeps_.is_due(things_.size())) return;
        std::erase_if(things_, [](const auto& t) { return t.second.expired(); });
        sweeps_.done(things_.size());
    }

  private:
    std::map<Number, std::weak_ptr<Thing>> things_;
    Sweeps sweeps_;
};

struct Shared {
    int connections = 0;  // that there have been: the last one's number
    Names names;
    std::vector<UnderWay*> under_way;
    Register<std::uint32_t, Screen> screens;  // by id; as long as a connection has one, or one of its windows is left
    // By their place in the arena, images that a saved state brought back: what another state says of them is the same.
    Register<std::uint64_t, Image> restored;
};

}  // namespace draw
