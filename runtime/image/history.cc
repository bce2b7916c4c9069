#include "runtime/image/history.h"

#include "runtime/image/log.h"

namespace runtime::image {
namespace {

// A list of segments grows old only when a base is appended and the log pruned while it is walked.
constexpr int most_attempts = 10;

// None when it was pruned since it was listed.
Result<std::optional<Segment>> open_segment(const std::string& directory, const SegmentName& name)
{
    auto file = TRY(File::open_if_there(directory + "/" + name.file()));
    if (!file) return std::nullopt;
    return TRY(scan(std::move(*file), name));
}

// What is behind the last record of a log in use is an append on its way; a segment has a record from the first.
void name_problems(const std::string& directory, const Segment& segment, std::vector<std::string>& problems)
{
    problems.insert(problems.end(), segment.problems.begin(), segment.problems.end());
    bool is_on_its_way = !segment.entries.empty() && is_locked(directory);
    if (!segment.tail.empty() && !is_on_its_way) problems.push_back(segment.tail);
}

// The image after the first `count` records of the segment, or the number of the first that is not whole.
std::expected<Image, std::size_t> assemble(const Segment& segment, std::size_t count,
                                           std::vector<std::string>& problems)
{
    Image image;
    for (std::size_t i = 0; i < count; ++i) {
        auto& entry = segment.entries[i];
        auto bytes = segment.read(entry);
        auto applied = bytes ? apply(image, entry.header, *bytes) : fail(bytes.error());
        if (applied) continue;
        auto prefix = bytes ? "record " + std::to_string(entry.header.sequence) + " is damaged: " : "";
        problems.push_back(prefix + applied.error().text);
        return std::unexpected(i);
    }
    return image;
}

// How many of the first `limit` records make an image that is not beyond `upto`; 0 for none.
std::size_t chain_length(const Segment& segment, std::size_t limit, Upto upto)
{
    for (; limit > 0; --limit) {
        auto& entry = segment.entries[limit - 1];
        if (entry.is_chained && entry.header.sequence <= upto.sequence && entry.header.time <= upto.time) break;
    }
    return limit;
}

std::optional<Image> newest_in(const Segment& segment, Upto upto, std::vector<std::string>& problems)
{
    for (auto limit = segment.entries.size();;) {
        auto count = chain_length(segment, limit, upto);
        if (count == 0) return std::nullopt;
        auto image = assemble(segment, count, problems);
        if (image) return std::move(*image);
        limit = image.error();
    }
}

struct Search {
    std::optional<Image> image;
    std::vector<std::string> problems;
    bool is_stale = false;  // a segment of the list is gone
};

// A segment is pruned after a newer one is whole, the oldest first: when one is gone, the list is old.
Search search(const std::string& directory, const std::vector<SegmentName>& names, Upto upto)
{
    Search s;
    for (auto name = names.rbegin(); name != names.rend() && !s.image && !s.is_stale; ++name) {
        if (name->sequence > upto.sequence) continue;
        auto segment = open_segment(directory, *name);
        if (!segment) {
            s.problems.push_back(segment.error().text);
        } else if (!*segment) {
            s.is_stale = true;
        } else {
            name_problems(directory, **segment, s.problems);
            s.image = newest_in(**segment, upto, s.problems);
        }
    }
    return s;
}

std::unexpected<Error> no_image(const std::string& directory, const std::vector<std::string>& problems)
{
    if (problems.empty()) return fail(life_name(directory) + " has no image that old");
    std::string text;
    for (auto& problem : problems) text += (text.empty() ? ": " : "; ") + problem;
    return fail(life_name(directory) + " has no whole image" + text);
}

std::vector<std::string> sentences(const std::string& directory, std::vector<std::string> problems)
{
    for (auto& problem : problems) problem = life_name(directory) + ": " + problem;
    return problems;
}

HistoryEntry history_entry(const Entry& entry)
{
    auto& h = entry.header;
    return {h.sequence, h.generation, h.time, h.cause, h.total(), h.kind, entry.is_chained};
}

}  // namespace

Result<Image> read_image(const std::string& directory, Upto upto)
{
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        auto names = TRY(segment_names(directory));
        if (names.empty()) return fail(life_name(directory) + " has no image");
        auto found = search(directory, names, upto);
        if (found.is_stale) continue;
        if (!found.image) return no_image(directory, found.problems);
        found.image->problems = sentences(directory, std::move(found.problems));
        return std::move(*found.image);
    }
    return fail("cannot read " + life_name(directory) + ": it is being pruned; try again");
}

Result<History> history(const std::string& directory)
{
    History all;
    auto names = TRY(segment_names(directory));
    for (auto& name : names) {
        auto segment = open_segment(directory, name);
        if (!segment) {
            all.problems.push_back(segment.error().text);
        } else if (*segment) {
            name_problems(directory, **segment, all.problems);
            for (auto& entry : (**segment).entries) all.records.push_back(history_entry(entry));
        }
    }
    all.problems = sentences(directory, std::move(all.problems));
    return all;
}

}  // namespace runtime::image
