// Runs that were shaped lately, by their text. Of two halves the older is dropped when the younger is full: what is used
// again stays.
#pragma once

#include "draw/text/protocol.h"

#include <memory>
#include <string>
#include <unordered_map>

namespace draw::client {

struct ShapedRun {
    text::Run run;
    std::vector<std::uint32_t> faces;  // GlyphStore's numbers of the run's
};
using RunPointer = std::shared_ptr<const ShapedRun>;

class RunCache {
  public:
    // Runs in each half.
    explicit RunCache(std::size_t half) : half_(half) {}

    RunPointer find(const std::string& key)  // null if it is not here
    {
        if (auto at = young_.find(key); at != young_.end()) return at->second;
        auto at = old_.find(key);
        if (at == old_.end()) return nullptr;
        auto run = at->second;
        keep(key, run);
        return run;
    }
    void keep(const std::string& key, RunPointer run)
    {
        if (young_.size() >= half_) {
            old_ = std::move(young_);
            young_.clear();
        }
        young_[key] = std::move(run);
    }
    void clear()
    {
        young_.clear();
        old_.clear();
    }
    std::size_t size() const { return young_.size() + old_.size(); }

  private:
    std::size_t half_;
    std::unordered_map<std::string, RunPointer> young_, old_;
};

}  // namespace draw::client
