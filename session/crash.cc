#include "session/crash.h"

#include <algorithm>

namespace session {
namespace {

std::uint64_t older_than(std::uint64_t bound, std::span<const std::uint64_t> images)
{
    if (images.empty()) return newest_image;
    auto at = std::ranges::lower_bound(images, bound);
    return at == images.begin() ? images.front() : *(at - 1);
}

}  // namespace

std::optional<std::uint64_t> next_try(Tries& tries, Death death, std::span<const std::uint64_t> images, std::uint64_t now)
{
    if (death == Death::killed) return tries = {}, newest_image;
    bool is_again = tries.deaths > 0 && now - tries.thawed < quick_death_msec;
    tries.deaths = is_again ? tries.deaths + 1 : 1;
    if (tries.deaths >= most_deaths) return {};
    auto newest = images.empty() ? newest_image : images.back();
    auto last = is_again ? tries.bound : newest;
    bool steps_back = is_again || death == Death::trapped;
    tries.bound = steps_back ? older_than(last, images) : last;
    tries.thawed = now;
    return steps_back ? tries.bound : newest_image;
}

}  // namespace session
