#include "apps/kit/gap.h"

#include <algorithm>
#include <cstring>

namespace kit {

std::string Gap::piece(std::size_t from, std::size_t to) const
{
    std::string out;
    out.reserve(to - from);
    if (from < at_) out.append(bytes_, from, std::min(to, at_) - from);
    auto hole = end_ - at_;
    if (to > at_) out.append(bytes_, std::max(from, at_) + hole, to - std::max(from, at_));
    return out;
}

std::size_t Gap::find(char c, std::size_t from, std::size_t to) const
{
    auto look = [&](std::size_t first, std::size_t last, std::size_t hole) {
        auto* found = first < last ? std::memchr(bytes_.data() + first + hole, c, last - first) : nullptr;
        return found ? std::size_t(static_cast<const char*>(found) - bytes_.data()) - hole : last;
    };
    auto before = std::clamp(at_, from, to);
    auto found = look(from, before, 0);
    return found < before ? found : look(before, to, end_ - at_);
}

void Gap::replace(std::size_t at, std::size_t n, std::string_view with)
{
    move(at);
    end_ += n;
    if (end_ - at_ < with.size()) widen(with.size());
    std::copy(with.begin(), with.end(), bytes_.begin() + std::ptrdiff_t(at_));
    at_ += with.size();
}

void Gap::move(std::size_t at)
{
    if (at < at_) std::memmove(&bytes_[at + (end_ - at_)], &bytes_[at], at_ - at);
    if (at > at_) std::memmove(&bytes_[at_], &bytes_[end_], at - at_);
    end_ = at + (end_ - at_);
    at_ = at;
}

// By a part of all, so that what moves is paid for by what was typed since the last time.
void Gap::widen(std::size_t least)
{
    constexpr std::size_t smallest = 4096;
    auto more = std::max({least, smallest, bytes_.size() / 8});
    bytes_.insert(end_, more, '\0');
    end_ += more;
}

}  // namespace kit
