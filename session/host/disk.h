// The machine's files, as 9P sees them. Every call may block: they are for other threads than the loop's, and any.
#pragma once

#include "session/host/replacement.h"
#include "session/host/users.h"
#include "styx/stat.h"

#include <memory>

namespace session {

inline constexpr char nobody_reads[] = "nobody reads it";  // a named pipe opened for writing

// What all calls share. Paths are absolute; symlinks are followed, but by remove and rename.
class Disk {
  public:
    static void raise_limits();  // as many open files as the system lets the user have
    static Result<std::string> absolute(const std::string& path);  // symlinks resolved; it must exist
    // Its type is 0 for what has places to read and write at, else the device's letter of Plan 9: | a pipe, c any other.
    // A symlink that leads nowhere is described itself. qid.path is a hash of device and inode, qid.version of
    // modification time (nsec) and length.
    Result<styx::Stat> stat(const std::string& path);
    // Temporaries of replacements are not shown; those of a dead host are removed on the way. On Windows a directory may
    // be behind about the length and the time of a file that is being written.
    Result<std::vector<styx::Stat>> list(const std::string& path);
    Result<> enter(const std::string& directory, std::uint8_t mode);    // whether it may be listed (OEXEC: entered)
    Result<> make_directory(const std::string& path, std::uint32_t perm);  // with what create(5) leaves of perm
    Result<> remove(const std::string& path);                           // a file or an empty directory
    Result<> rename(const std::string& path, const std::string& to);    // error: "file already exists"
    Result<> change(const std::string& path, const styx::Stat& wanted); // mode, gid, mtime, length of what is not open
    Result<> sync(const std::string& path);

    // From then on links, and Windows' junctions, lead to nothing outside of this directory: "it leads out of what is
    // served: PATH". On POSIX they lead where they lead.
    void confine(const std::string& directory);
    Result<> check_within(const std::string& path) const;  // what opening it would reach

    Users users;
    Temporaries temporaries;

  private:
    std::string within_;  // "": everywhere
};

// One open file.
class DiskFile {
  public:
    // A regular file opened with OTRUNC is replaced whole at the first sync() or at finish(), as replacement.h says. Never
    // waits: a pipe nobody reads gives `nobody_reads`.
    static Result<std::unique_ptr<DiskFile>> open(Disk&, const std::string& path, std::uint8_t mode);
    // A new file, for reading and writing as `mode` says; perm as create(5), DMAPPEND: each write goes to the end.
    static Result<std::unique_ptr<DiskFile>> create(Disk&, const std::string& path, std::uint32_t perm,
                                                    std::uint8_t mode);
    ~DiskFile();  // a replacement that is not finished is dropped: the file stays what it was
    DiskFile(const DiskFile&) = delete;
    DiskFile& operator=(const DiskFile&) = delete;

    Result<std::string> read(std::uint64_t offset, std::uint32_t count);
    // All of it. After one that fails a replacement will not be made: what is whole is the file of before.
    Result<> write(std::uint64_t offset, std::string_view bytes);
    Result<styx::Stat> stat(const std::string& name);
    Result<> change(const styx::Stat& wanted);  // mode, gid, mtime, length
    Result<> sync();    // what is written survives a power cut; replaces the file, the first time
    Result<> finish();  // at clunk: replaces the file, if that is still to be done

    bool may_wait() const { return may_wait_; }      // a pipe, a terminal: neither reads nor writes at offsets
    Result<std::size_t> write_some(std::string_view bytes);  // of those: how much was taken; never blocks
    Result<std::intptr_t> duplicate() const;         // of those: for Loop::stream

  private:
    DiskFile(Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
    Result<> open_in_place(std::uint8_t mode);
    std::intptr_t handle() const;

    Disk& disk_;
    std::string path_;
    std::intptr_t handle_ = -1;
    bool may_wait_ = false;
    bool is_new_ = false;  // created here and not yet brought to the disk
    std::unique_ptr<Replacement> replacement_;  // then handle_ is not used
};

}  // namespace session
