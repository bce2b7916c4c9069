// For tests that hold for each way of tracking.
#pragma once

#include "runtime/engine/region.h"

#include <gtest/gtest.h>

inline const auto all_trackings =
    testing::Values(runtime::Tracking::async_protect, runtime::Tracking::protect, runtime::Tracking::hash);

inline std::string tracking_name(const testing::TestParamInfo<runtime::Tracking>& info)
{
    constexpr const char* names[] = {"Best", "AsyncProtect", "Protect", "Hash"};
    return names[std::size_t(info.param)];
}
