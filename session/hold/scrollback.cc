#include "session/hold/scrollback.h"

#include <algorithm>

namespace session {

std::string_view Scrollback::kept() const
{
    std::string_view all = bytes_;
    return all.substr(all.size() - std::min(all.size(), most));
}

void Scrollback::append(std::string_view bytes)
{
    if (bytes.empty()) return;
    total_ += bytes.size();
    snapshot_.reset();
    bytes_ += bytes;
    if (bytes_.size() > 2 * most) bytes_.erase(0, bytes_.size() - most);
}

std::string_view Scrollback::from(std::uint64_t& position, std::size_t count) const
{
    position = std::clamp(position, first(), total_);
    auto piece = kept().substr(position - first(), count);
    position += piece.size();
    return piece;
}

std::shared_ptr<const std::string> Scrollback::snapshot()
{
    if (!snapshot_) snapshot_ = std::make_shared<const std::string>(kept());
    return snapshot_;
}

}  // namespace session
