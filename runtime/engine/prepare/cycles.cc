#include "runtime/engine/prepare/cycles.h"

#include <algorithm>

namespace prepare {

namespace {

// Strongly connected components: R. Tarjan, "Depth-first search and linear graph algorithms", 1972.
class Search {
  public:
    explicit Search(const CallGraph& graph) : graph_(graph) {}
    std::vector<std::string_view> run()
    {
        for (auto& [name, callees] : graph_)
            if (!at_.contains(name)) visit(name);
        return std::move(found_);
    }

  private:
    struct At {
        unsigned index = 0, low = 0;
        bool is_open = true;
    };

    unsigned visit(std::string_view name)
    {
        auto index = unsigned(at_.size());
        at_[name] = {index, index};
        open_.push_back(name);
        auto low = index;
        bool calls_itself = false;
        if (auto row = graph_.find(name); row != graph_.end())
            for (auto callee : row->second) {
                calls_itself |= callee == name;
                auto seen = at_.find(callee);
                if (seen == at_.end()) low = std::min(low, visit(callee));
                else if (seen->second.is_open) low = std::min(low, seen->second.index);
            }
        at_[name].low = low;
        if (low == index) close(name, calls_itself);
        return low;
    }

    // A component is what was opened since its root.
    void close(std::string_view root, bool calls_itself)
    {
        auto first = std::find(open_.begin(), open_.end(), root);
        bool is_cycle = open_.end() - first > 1 || calls_itself;
        for (auto it = first; it != open_.end(); ++it) {
            at_[*it].is_open = false;
            if (is_cycle) found_.push_back(*it);
        }
        open_.erase(first, open_.end());
    }

    const CallGraph& graph_;
    std::map<std::string_view, At> at_;
    std::vector<std::string_view> open_, found_;
};

}  // namespace

std::vector<std::string_view> functions_on_cycles(const CallGraph& graph) { return Search(graph).run(); }

}  // namespace prepare
