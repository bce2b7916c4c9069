// A host of a test's own, and a client of it.
#pragma once

#include "running.h"

namespace tests {

struct Host : testing::Test {
    Place place;
    Running host{place, {"host"}};
    std::unique_ptr<styx::Remote> client = dial(place.post("host"));
};

}  // namespace tests
