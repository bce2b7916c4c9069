// What the connections of one attach share: the names of images, and the screens.
#pragma once

#include "draw/names.h"
#include "draw/screen.h"

namespace draw {

// The screens that are there: as long as a connection has one, or one of its windows is left.
class Screens {
  public:
    // Null if there is none with that id.
    std::shared_ptr<Screen> find(std::uint32_t id) const;
    void add(const std::shared_ptr<Screen>&);

  private:
    std::map<std::uint32_t, std::weak_ptr<Screen>> screens_;
};

// Images that a saved state brought back, by their place in the arena: what another state says of them is the same image.
class Restored {
  public:
    std::shared_ptr<Image> find(std::uint64_t offset) const;
    void add(const std::shared_ptr<Image>&);

  private:
    std::map<std::uint64_t, std::weak_ptr<Image>> images_;
};

struct Shared {
    Names names;
    Screens screens;
    Restored restored;
};

}  // namespace draw
