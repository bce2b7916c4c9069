#include "apps/kit/lines.h"

namespace kit {

namespace {

constexpr int tab = 4;                      // blanks
constexpr std::size_t longest_line = 1024;  // bytes; no window is wider

}  // namespace

std::size_t Lines::rune_at(std::size_t offset) const
{
    return offset >= text_.size() ? text_.size() : text_.before(text_.after(offset));
}

// The end of the text belongs to what is before it.
std::size_t Lines::paragraph_from(std::size_t offset) const
{
    auto at = offset;
    if (at > 0 && at == text_.size()) --at;
    auto least = rune_at(at / longest_paragraph * longest_paragraph);
    for (at = offset; at > least && text_[at - 1] != '\n';) --at;
    return at;
}

std::size_t Lines::paragraph_to(std::size_t offset) const
{
    auto most = offset;
    for (auto n = offset / longest_paragraph + 1; most <= offset && most < text_.size(); ++n) most = rune_at(n * longest_paragraph);
    return text_.find('\n', offset, most);
}

// How far from `from` fits in the width: to the last blank before the edge if there is one.
std::size_t Lines::fitting(std::size_t from, std::size_t to) const
{
    if (to - from <= longest_line && measure_(shown(from, to)) <= width_) return to;
    std::size_t end = from, blank = from;
    for (int x = 0; end < to && end - from < longest_line;) {
        auto next = text_.after(end);
        x += width_of(end, next);
        if (x > width_) break;
        end = next;
        if (text_[end - 1] == ' ') blank = end;
    }
    return blank > from ? blank : std::max(end, text_.after(from));
}

int Lines::width_of(std::size_t from, std::size_t to) const
{
    auto c = static_cast<unsigned char>(text_[from]);
    if (c >= ascii_.size()) return measure_(shown(from, to));
    if (!ascii_[c]) ascii_[c] = measure_(shown(from, to)) + 1;
    return ascii_[c] - 1;
}

Line Lines::from(std::size_t start) const { return {start, fitting(start, paragraph_to(start))}; }

bool Lines::has(const Line& line, std::size_t offset) const
{
    bool ends_paragraph = line.to == text_.size() || text_[line.to] == '\n';
    return offset >= line.from && (offset < line.to || (offset == line.to && ends_paragraph));
}

Line Lines::at(std::size_t offset) const
{
    auto line = from(paragraph_from(offset));
    while (!has(line, offset)) line = from(line.to);
    return line;
}

std::optional<Line> Lines::after(const Line& line) const
{
    if (line.to == text_.size()) return std::nullopt;
    return from(text_[line.to] == '\n' ? line.to + 1 : line.to);
}

std::optional<Line> Lines::before(const Line& line) const
{
    if (line.from == 0) return std::nullopt;
    return at(line.from - 1);
}

std::vector<Line> Lines::paragraph_before(const Line& line) const
{
    std::vector<Line> lines;
    for (auto l = from(paragraph_from(line.from - 1)); l.from < line.from; l = from(text_[l.to] == '\n' ? l.to + 1 : l.to)) lines.push_back(l);
    return lines;
}

Line Lines::down(Line line, long rows) const
{
    for (; rows > 0 && line.to < text_.size(); --rows) line = *after(line);
    while (rows < 0 && line.from > 0) {
        auto lines = paragraph_before(line);
        auto up = std::min(std::size_t(-rows), lines.size());
        line = lines[lines.size() - up];
        rows += long(up);
    }
    return line;
}

std::string Lines::shown(std::size_t from, std::size_t to) const
{
    std::string out;
    for (char c : text_.piece(from, to)) {
        if (c == '\t') out += std::string(tab, ' ');
        else out += c;
    }
    return out;
}

int Lines::x_of(const Line& line, std::size_t offset) const
{
    return measure_(shown(line.from, std::clamp(offset, line.from, line.to)));
}

std::size_t Lines::offset_in(const Line& line, int x) const
{
    int before = 0;
    for (auto at = line.from; at < line.to;) {
        auto next = text_.after(at);
        int here = before + width_of(at, next);
        if (x < (before + here) / 2) return at;
        before = here;
        at = next;
    }
    return line.to;
}

}  // namespace kit
