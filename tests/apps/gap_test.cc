#include "apps/kit/gap.h"

#include <gtest/gtest.h>
#include <random>

namespace kit {
namespace {

TEST(Gap, random_changes_make_what_they_make_of_a_string)
{
    for (unsigned seed = 1; seed <= 20; ++seed) {
        std::mt19937 random(seed);
        std::string all(random() % 100, 'x');
        Gap gap(all);
        for (int i = 0; i < 300; ++i) {
            auto at = random() % (all.size() + 1), n = random() % std::min<std::size_t>(all.size() - at + 1, 20);
            std::string with(random() % 30, char('a' + random() % 26));
            all.replace(at, n, with);
            gap.replace(at, n, with);
            ASSERT_EQ(gap.size(), all.size());
            auto from = random() % (all.size() + 1), to = from + random() % (all.size() - from + 1);
            ASSERT_EQ(gap.piece(from, to), all.substr(from, to - from)) << "seed " << seed;
            ASSERT_EQ(gap.find('k', from, to), std::min(all.find('k', from), to)) << "seed " << seed;
            ASSERT_TRUE(from == to || gap[from] == all[from]) << "seed " << seed;
        }
        ASSERT_EQ(gap.piece(0, gap.size()), all);
    }
}

}  // namespace
}  // namespace kit
