// Replacing a file whole: written beside it, then put in its place, so that whoever dies at whatever moment, the file
// is what it was or what it was to be, never half of it and never empty.
//
// Where nothing can be put in its place - it has several names, its directory may not be written in, it is mounted by
// itself, it is another's - it is written over at the end, once its room is certain: a full disk leaves it as it was; a
// power cut in the midst of that last copy does not.
#pragma once

#include "styx/result.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>

namespace session {

// Names of temporaries: .NAME.ninth~PID-BIRTH-N, where BIRTH tells apart processes that had the same pid. Any thread.
class Temporaries {
  public:
    Temporaries();
    std::string name_for(const std::string& file);  // at most 255 bytes, NAME cut if need be
    static bool is_one(std::string_view name);
    // Removes it if who made it is dead; true if it is gone.
    bool remove_stale(int directory, const std::string& name);
    void sweep(int directory);  // removes all stale ones there, the first time this directory is met

  private:
    bool is_alive(std::string_view name) const;
    std::uint32_t birth_;
    std::mutex lock_;
    std::uint64_t made_ = 0;                                        // under lock_
    std::set<std::pair<std::uint64_t, std::uint64_t>> swept_;       // under lock_: device, inode
};

class Replacement {
  public:
    // Of the file at `path`, symlinks resolved. Nothing for what is no regular file. Errors: those of opening the file for
    // writing.
    static Result<std::unique_ptr<Replacement>> begin(Temporaries&, const std::string& path);
    ~Replacement();  // drops what is not committed
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    int handle() const { return handle_; }  // for reading and writing; stays the file's after commit
    // What tells the file from others: the file's own where it is written over, else that of the new one.
    int identity() const { return original_ >= 0 ? original_ : handle_; }
    void spoil(Error why);                  // a write failed: commit will fail with this
    // Bytes to the disk, name in place, directory to the disk. Once it has been done it only brings bytes to the disk.
    Result<> commit();
    bool is_done() const { return done_; }

  private:
    Replacement() = default;
    Result<bool> make_beside(Temporaries&, int original);
    Result<> collect_aside(int original);
    Result<> write_over();
    void drop_beside();
    std::string path_, name_, temporary_;  // the file's path; its name and the temporary's in directory_
    int directory_ = -1, handle_ = -1;
    int original_ = -1;  // of one that is written over, until it is
    bool done_ = false;
    std::optional<Error> spoiled_;
};

}  // namespace session
