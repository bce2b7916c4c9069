#include "runtime/image/segment.h"

#include <algorithm>
#include <charconv>

namespace runtime::image {
namespace {

constexpr std::size_t digits = 16;
constexpr std::string_view ending = ".log";

std::string hex(std::uint64_t n)
{
    char text[digits];
    auto end = std::to_chars(text, text + digits, n, 16).ptr;
    return std::string(digits - std::size_t(end - text), '0') + std::string(text, end);
}

std::optional<std::uint64_t> parse_hex(std::string_view text)
{
    std::uint64_t n = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n, 16);
    if (error != std::errc{} || end != text.data() + text.size() || hex(n) != text) return std::nullopt;
    return n;
}

std::string count(std::uint64_t bytes) { return std::to_string(bytes) + " bytes"; }

class Scanner {
  public:
    Scanner(Segment& segment) : s_(segment), expected_(segment.name.sequence) {}

    Result<> run()
    {
        while (at_ < s_.size) {
            auto header = TRY(header_here());
            if (!header)
                DO(skip(header.error().text));
            else if (at_ + header->total() > s_.size)
                return torn(*header);
            else
                take(std::move(*header));
        }
        return {};
    }

  private:
    bool follows(const Header& h) const { return s_.entries.empty() || h.sequence > s_.entries.back().header.sequence; }

    // The outer error is the disk's, the inner one what is wrong with the bytes.
    Result<Result<Header>> header_here() const
    {
        char bytes[most_header];
        auto n = TRY(s_.file.read(at_, bytes));
        auto h = decode_header({bytes, n}, s_.name.salt);
        if (h && !follows(*h)) return Result<Header>(fail("it does not follow the record before it"));
        return h;
    }

    void take(Header h)
    {
        bool is_next = h.sequence == expected_ && (h.kind == Kind::base) == (at_ == 0);
        if (unbroken_ && !is_next)
            s_.problems.push_back("record " + std::to_string(h.sequence) + " is not what follows, and cannot be used");
        unbroken_ = unbroken_ && is_next;
        expected_ = h.sequence + 1;
        auto offset = std::exchange(at_, at_ + h.total());
        s_.entries.push_back({std::move(h), offset, unbroken_});
    }

    Result<> torn(const Header& h)
    {
        s_.tail = "record " + std::to_string(h.sequence) + " is torn: " + std::to_string(s_.size - at_) + " of " +
                  count(h.total()) + " are there";
        at_ = s_.size;
        return {};
    }

    std::string place() const
    {
        return s_.entries.empty() ? "at the front of segment " + s_.name.file()
                                  : "after record " + std::to_string(s_.entries.back().header.sequence);
    }

    Result<> skip(const std::string& why)
    {
        auto next = TRY(find_header());
        auto text = count(next.value_or(s_.size) - at_) + " " + place() + " are no whole record: " + why;
        if (next)
            s_.problems.push_back(std::move(text));
        else
            s_.tail = std::move(text);
        unbroken_ = false;
        at_ = next.value_or(s_.size);
        return {};
    }

    Result<std::optional<std::uint64_t>> find_header() const
    {
        constexpr std::size_t step = 1 << 20;
        std::string block(std::min<std::uint64_t>(step + most_header, s_.size - at_), 0);
        for (auto from = at_ + 1; from < s_.size; from += step) {
            std::string_view bytes(block.data(), TRY(s_.file.read(from, block)));
            for (auto i = bytes.find(record_magic); i < step; i = bytes.find(record_magic, i + 1))
                if (auto h = decode_header(bytes.substr(i), s_.name.salt); h && follows(*h)) return from + i;
        }
        return std::nullopt;
    }

    Segment& s_;
    std::uint64_t at_ = 0, expected_;
    bool unbroken_ = true;
};

}  // namespace

std::string SegmentName::file() const { return hex(sequence) + "-" + hex(std::uint64_t(salt)) + std::string(ending); }

std::optional<SegmentName> SegmentName::parse(std::string_view file)
{
    if (file.size() != 2 * digits + 1 + ending.size() || file[digits] != '-' || !file.ends_with(ending))
        return std::nullopt;
    auto sequence = parse_hex(file.substr(0, digits)), salt = parse_hex(file.substr(digits + 1, digits));
    if (!sequence || !salt || *sequence > most_sequence) return std::nullopt;
    return SegmentName{*sequence, Salt(*salt)};
}

Result<std::string> Segment::read(const Entry& entry) const
{
    auto damaged = [&](const std::string& why) {
        return fail("record " + std::to_string(entry.header.sequence) + " is damaged: " + why);
    };
    std::string bytes;
    Result<std::size_t> n = 0;
    bytes.resize_and_overwrite(entry.header.total(), [&](char* p, std::size_t room) {
        n = file.read(entry.offset, {p, room});
        return n.value_or(0);
    });
    if (!n) return fail(n.error());
    if (*n != entry.header.total()) return damaged("it ends early");
    if (!matches_check(bytes, name.salt)) return damaged("its bytes do not match their check");
    return bytes;
}

Result<std::vector<SegmentName>> segment_names(const std::string& directory)
{
    std::vector<SegmentName> names;
    auto files = TRY(names_in(directory));
    for (auto& file : files)
        if (auto name = SegmentName::parse(file)) names.push_back(*name);
    std::ranges::sort(names, {}, [](auto& n) { return std::pair(n.sequence, std::uint64_t(n.salt)); });
    return names;
}

Result<Segment> scan(File file, SegmentName name)
{
    Segment segment;
    segment.name = name;
    segment.file = std::move(file);
    segment.size = TRY(segment.file.size());
    DO(Scanner(segment).run());
    return segment;
}

}  // namespace runtime::image
