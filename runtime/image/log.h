// The append log of a life: a directory of segments that one process writes and locks.
//
// The lock is the liveness of the life: it goes with the process, however that ends. An append is one write and one
// sync, and is on the disk when it returns; a base goes into a segment of its own that appears whole or not at all.
// docs/image-format.md has the files and their bytes; history.h reads what is written here.
#pragma once

#include "runtime/image/segment.h"

namespace runtime::image {

class Log {
  public:
    static constexpr std::uint64_t default_budget = std::uint64_t(256) << 20;  // bytes of all segments together

    // Makes the directory (0700; the one above it is there), takes the lock and looks at the newest segment. Bytes
    // behind its newest whole record, an append that a crash cut short, are cut off; nothing else is changed. Blocks
    // while that segment is read. Errors: "life N is already running (process P)", the system's. N is the directory's
    // name.
    static Result<Log> open(const std::string& directory);

    // What open found damaged or cut off, a sentence each; empty after an ordinary crash between two appends.
    const std::vector<std::string>& problems() const { return problems_; }

    // Blocks until the record is on the disk. On an error the records before it stand, this one does not, and a later
    // append works when there is room again; what a delta that failed would have said must be in the next one, or a
    // base comes next. A delta says what changed since the record before it: a process that thawed anything but record
    // next_sequence() - 1 begins with a base. Errors: "cannot append record 9 to life N: " and "9 does not follow 7",
    // "generation 2 is older than 3", "a base must come first", what encode says, the system's reason.
    Result<> append(const Record&);

    std::uint64_t next_sequence() const { return last_sequence_ + 1; }  // the first record of all may have any
    bool is_empty() const { return is_empty_; }                         // no record was ever written here
    bool needs_base() const { return !file_; }                          // nothing whole that a delta could follow
    std::uint64_t segment_bytes() const { return size_; }               // of the segment that grows: a base and its deltas

    // Removes the oldest segments while all together have more bytes than `budget`, but never the newest whole one nor
    // a newer one; none while a base is needed. How many. Errors: the system's.
    Result<std::size_t> prune(std::uint64_t budget = default_budget);

  private:
    Log(std::string directory, Lock lock) : directory_(std::move(directory)), lock_(std::move(lock)) {}

    Result<> recover();
    Result<> recover_newest(SegmentName);
    void continue_after(Segment, const Entry&);
    Result<> check(const Record&) const;
    Result<> append_base(const Record&);
    Result<> append_delta(const Record&);
    Result<> take_back(const File&, const Record&, Result<> why);

    std::string directory_;
    Lock lock_;
    std::vector<std::string> problems_;
    std::uint64_t last_sequence_ = 0, last_generation_ = 0;
    bool is_empty_ = true;  // no record was ever seen here

    // The segment that grows, or none.
    std::optional<File> file_;
    Salt salt_{};
    std::uint64_t size_ = 0;     // bytes of whole records; where the next one goes
    bool has_leftover_ = false;  // bytes of a failed append may be behind size_
};

// Whether a process runs this life. Never keeps one from starting.
bool is_locked(const std::string& directory);

// "life N", for errors and problems.
std::string life_name(const std::string& directory);

}  // namespace runtime::image
