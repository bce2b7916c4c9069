#include "session/verbs/desk.h"

#include <algorithm>
#include <cstdio>

namespace session::verbs {
namespace {

using Cells = std::vector<std::string>;

Cells cells(const Listed& l) { return {l.id, l.name, l.state, size_text(l.memory), age_text(l.age), l.detail}; }

// Columns as wide as what stands in them; the last one ends with its text.
std::string table(const std::vector<Cells>& rows)
{
    std::vector<std::size_t> widths(6);
    for (auto& row : rows)
        for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) line += (i ? "  " : "") + row[i] + std::string(i + 1 < row.size() ? widths[i] - row[i].size() : 0, ' ');
        line.resize(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

Result<> list(bool has_header)
{
    auto desk = TRY(Desk::find());
    std::vector<Cells> rows;
    if (has_header) rows.push_back({"id", "name", "state", "memory", "age", "detail"});
    for (auto& l : TRY(desk.list())) rows.push_back(cells(l));
    return put(table(rows));
}

}  // namespace

int ls(Arguments arguments)
{
    bool has_header = arguments.size() == 1 && arguments[0] == "-v";
    if (!arguments.empty() && !has_header) return usage("ls [-v]");
    return answer("ls", list(has_header));
}

}  // namespace session::verbs
