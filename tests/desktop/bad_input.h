// A desktop that is given what it must refuse.
#pragma once

#include "desktop.h"

#include <gtest/gtest.h>

namespace tests {

struct BadInput : testing::Test {
    Desktop d;
    void start() { ASSERT_EQ(d.start().status, 0); }
    // The error; that nothing is left of it is checked.
    std::string refused(const std::string& words)
    {
        auto said = d.ninth("open " + words);
        EXPECT_EQ(said.status, 1);
        EXPECT_EQ(d.ninth("ls").text, "");
        return said.text;
    }
    bool says(const std::string& id, const std::string& what)
    {
        return within(4000, [&] { return d.said_by(id).find(what) != std::string::npos; });
    }
};

}  // namespace tests
