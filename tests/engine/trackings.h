// For tests that hold for each way of tracking.
#pragma once

#include "runtime/engine/region.h"

#include <gtest/gtest.h>
#include <vector>

// Of those the system has.
inline std::vector<runtime::Tracking> trackings_here()
{
    std::vector<runtime::Tracking> all{runtime::Tracking::hash};
    for (auto kind : {runtime::Tracking::async_protect, runtime::Tracking::protect})
        if (runtime::make_tracker(kind)) all.push_back(kind);
    return all;
}
inline const auto all_trackings = testing::ValuesIn(trackings_here());

inline std::string tracking_name(const testing::TestParamInfo<runtime::Tracking>& info)
{
    constexpr const char* names[] = {"Best", "AsyncProtect", "Protect", "Hash"};
    return names[std::size_t(info.param)];
}
