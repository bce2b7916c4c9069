// Which functions can come to themselves by direct calls.
#pragma once

#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace prepare {

// Names end in a zero byte and outlive the graph. A callee without a row calls nobody.
using CallGraph = std::map<std::string_view, std::set<std::string_view>>;

std::vector<std::string_view> functions_on_cycles(const CallGraph&);

}  // namespace prepare
