// Replacing a file whole: written beside it, then put in its place, so that whoever dies at whatever moment, the file
// is what it was or what it was to be, never half of it and never empty.
//
// Where nothing can be put in its place - it has several names, its directory may not be written in, it is mounted by
// itself, it is another's - it is written over at the end, once its room is certain: a full disk leaves it as it was; the
// end of this process, or a power cut, in the midst of that last copy does not.
#pragma once

#include "session/host/temporaries.h"
#include "styx/result.h"

#include <memory>
#include <optional>

namespace session {

class Replacement {
  public:
    // Of the file at `path`, symlinks resolved. Nothing for what is no regular file. Errors: those of opening the file for
    // writing.
    static Result<std::unique_ptr<Replacement>> begin(Temporaries&, const std::string& path);
    ~Replacement();  // drops what is not committed
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    std::intptr_t handle() const { return handle_; }  // for reading and writing; stays the file's after commit
    // What tells the file from others: the file's own where it is written over, else that of the new one.
    std::intptr_t identity() const { return original_ >= 0 ? original_ : handle_; }
    void spoil(Error why);                  // a write failed: commit will fail with this
    // Bytes to the disk, name in place, directory to the disk. Once it has been done it only brings bytes to the disk.
    Result<> commit();
    bool is_done() const { return done_; }

  private:
    Replacement() = default;
    Result<bool> make_beside(Temporaries&, std::intptr_t original);  // false: nothing can be put in its place
    Result<> collect_aside(std::intptr_t original);                  // takes the original over
    Result<> write_over();
    void drop_beside();
    bool give_up_its_place();  // these two on Windows
    void let_others_in();
    std::string path_, temporary_;  // the file's, symlinks resolved, and of what is made beside it
    std::intptr_t handle_ = -1;
    std::intptr_t original_ = -1;   // of one that is written over, until it is
    bool done_ = false;
    std::optional<Error> spoiled_;
};

}  // namespace session
