#include "runtime/image/log.h"

namespace runtime::image {
namespace {

constexpr std::string_view unfinished = ".new";  // a segment that has not taken its name yet

std::string lock_path(const std::string& directory) { return directory + "/lock"; }
std::string segment_path(const std::string& directory, const SegmentName& name)
{
    return directory + "/" + name.file();
}

Result<> remove_unfinished(const std::string& directory)
{
    auto names = TRY(names_in(directory));
    for (auto& name : names)
        if (name.ends_with(unfinished)) DO(remove_file(directory + "/" + name));
    return {};
}

Result<> write_and_sync(File& file, std::string_view bytes, std::uint64_t offset = 0)
{
    DO(file.write(offset, bytes));
    return file.sync();
}

}  // namespace

std::string life_name(const std::string& directory)
{
    auto end = directory.find_last_not_of('/');
    auto path = directory.substr(0, end == std::string::npos ? 0 : end + 1);
    return "life " + path.substr(path.find_last_of('/') + 1);
}

bool is_locked(const std::string& directory) { return Lock::is_held(lock_path(directory)); }

Result<Log> Log::open(const std::string& directory)
{
    DO(make_private_directory(directory));
    auto lock = TRY(Lock::take(lock_path(directory)));
    if (!lock)
        return fail(life_name(directory) + " is already running (process " + Lock::holder(lock_path(directory)) + ")");
    Log log(directory, std::move(*lock));
    DO(log.recover());
    return log;
}

Result<> Log::recover()
{
    DO(remove_unfinished(directory_));
    auto names = TRY(segment_names(directory_));
    if (names.empty()) return {};
    is_empty_ = false;
    last_sequence_ = names.back().sequence;
    if (auto done = recover_newest(names.back()); !done) problems_.push_back(done.error().text);
    for (auto& problem : problems_) problem = life_name(directory_) + ": " + problem;
    return {};
}

// A segment that cannot be read, or has nothing whole, is left as it is; a base is needed then.
Result<> Log::recover_newest(SegmentName name)
{
    auto file = TRY(File::open(segment_path(directory_, name)));
    auto segment = TRY(scan(std::move(file), name));
    problems_ = segment.problems;
    std::optional<Entry> newest;
    bool unbroken = true;
    for (auto& entry : segment.entries) {
        auto bytes = segment.read(entry);
        unbroken = unbroken && bytes;
        if (!bytes)
            problems_.push_back(bytes.error().text);
        else
            newest = Entry{entry.header, entry.offset, entry.is_chained && unbroken};
    }
    if (!segment.tail.empty()) problems_.push_back(segment.tail);
    if (newest) continue_after(std::move(segment), *newest);
    return {};
}

// A chain that damage has broken grows no further: what is behind the damage stays to be looked at, and a base is
// needed.
void Log::continue_after(Segment segment, const Entry& newest)
{
    last_sequence_ = newest.header.sequence;
    last_generation_ = newest.header.generation;
    size_ = newest.end();
    salt_ = segment.name.salt;
    if (segment.size > size_) {
        auto cut = segment.file.cut(size_);
        auto bytes = std::to_string(segment.size - size_) + " bytes after record " + std::to_string(last_sequence_);
        problems_.push_back(cut ? bytes + " are cut off" : bytes + " are ignored: " + cut.error().text);
        has_leftover_ = !cut;
    }
    if (newest.is_chained) file_ = std::move(segment.file);
}

Result<> Log::check(const Record& record) const
{
    auto number = std::to_string(record.sequence);
    if (!is_empty_ && record.sequence != next_sequence())
        return fail(number + " does not follow " + std::to_string(last_sequence_));
    if (record.generation < last_generation_)
        return fail("generation " + std::to_string(record.generation) + " is older than " +
                    std::to_string(last_generation_));
    if (record.kind == Kind::delta && needs_base()) return fail("a base must come first");
    return {};
}

Result<> Log::append(const Record& record)
{
    auto done = check(record);
    if (done) done = record.kind == Kind::base ? append_base(record) : append_delta(record);
    if (!done)
        return fail("cannot append record " + std::to_string(record.sequence) + " to " + life_name(directory_) + ": " +
                    done.error().text);
    is_empty_ = false;
    last_sequence_ = record.sequence;
    last_generation_ = record.generation;
    return {};
}

Result<> Log::append_delta(const Record& record)
{
    auto bytes = TRY(encode(record, salt_));
    if (has_leftover_) DO(file_->cut(size_));
    auto done = write_and_sync(*file_, bytes, size_);
    has_leftover_ = !done && !file_->cut(size_);
    if (done) size_ += bytes.size();
    return done;
}

Result<> Log::append_base(const Record& record)
{
    SegmentName name{record.sequence, Salt(TRY(random_number()))};
    auto bytes = TRY(encode(record, name.salt));
    auto path = segment_path(directory_, name);
    auto file = TRY(File::create(path + std::string(unfinished)));
    auto done = write_and_sync(file, bytes);
    if (done) done = file.rename(path);
    if (!done) {
        (void)remove_file(file.path());
        return done;
    }
    if (done = sync_directory(directory_); !done) return take_back(file, record, std::move(done));
    file_ = std::move(file);
    salt_ = name.salt;
    size_ = bytes.size();
    has_leftover_ = false;
    return {};
}

// The segment has its name, and a power cut may take it again. Were it there without this log knowing, deltas would
// follow the wrong base: so it goes, or its number is used up and only a base can follow.
Result<> Log::take_back(const File& file, const Record& record, Result<> why)
{
    if (remove_file(file.path())) return why;
    last_sequence_ = record.sequence;
    file_.reset();
    return why;
}

Result<std::size_t> Log::prune(std::uint64_t budget)
{
    if (needs_base()) return 0;
    std::vector<std::pair<std::string, std::uint64_t>> older;
    std::uint64_t together = size_;
    auto names = TRY(segment_names(directory_));
    for (auto& name : names) {
        if (name.salt == salt_) continue;
        auto path = segment_path(directory_, name);
        auto file = TRY(File::open_if_there(path));
        if (!file) continue;  // Windows still lists what a reader had open when it was pruned
        older.emplace_back(path, TRY(file->size()));
        together += older.back().second;
    }
    std::size_t removed = 0;
    for (auto& [path, bytes] : older) {
        if (together <= budget) break;
        DO(remove_file(path));
        together -= bytes;
        ++removed;
    }
    if (removed > 0) DO(sync_directory(directory_));
    return removed;
}

}  // namespace runtime::image
