// Where a process's pictures live: what a saved image says of it is not believed.
#include "runtime/mirror/arena.h"

#include "draw/image.h"

#include <gtest/gtest.h>

using namespace runtime;

namespace {

struct ArenaTest : testing::Test {
    std::unique_ptr<Region> region = Region::reserve(std::size_t(1) << 24, page_bytes).value();
    RegionArena arena{*region};
};

}  // namespace

TEST_F(ArenaTest, HoldsABlockFromItsFirstByteOnAndNothingElse)
{
    auto small = arena.allocate(100), large = arena.allocate(3 * page_bytes);
    EXPECT_TRUE(arena.holds(small, 100));
    EXPECT_TRUE(arena.holds(large, 3 * page_bytes));
    EXPECT_FALSE(arena.holds(large, 4 * page_bytes));
    EXPECT_FALSE(arena.holds(small + 64, 10));
    EXPECT_FALSE(arena.holds(large + page_bytes, page_bytes));
    EXPECT_FALSE(arena.holds(large + 3 * page_bytes, 0));
    arena.release(large, 3 * page_bytes);
    EXPECT_FALSE(arena.holds(large, 1));
}

TEST_F(ArenaTest, AnImageIsAdoptedOnlyWhereOneWasMade)
{
    draw::Rect r{{0, 0}, {64, 64}}, part{{0, 0}, {8, 8}};
    auto made = draw::Image::allocate(arena, {r, r, draw::Chan::x8r8g8b8, draw::Repl::no}).value();
    auto inside = draw::Image::adopt(arena, {part, part, draw::Chan::x8r8g8b8, draw::Repl::no}, made->offset() + 256);
    ASSERT_FALSE(inside);
    EXPECT_EQ(inside.error().text, "image pixels are not there");
}
