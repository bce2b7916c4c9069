// What a log asks of the disk. Errors are the system's reason, with the file's name.
#pragma once

#include "styx/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace runtime::image {

// An open file, closed with its object.
class File {
  public:
    File() = default;
    File(File&& other) noexcept : handle_(std::exchange(other.handle_, -1)), path_(std::move(other.path_)) {}
    File& operator=(File&& other) noexcept;
    ~File();

    static Result<std::optional<File>> open_if_there(const std::string& path);  // for reading; none when there is none
    static Result<File> open(const std::string& path);                          // for reading and writing
    static Result<File> create(const std::string& path);                        // 0600; what was there is gone

    Result<std::uint64_t> size() const;
    // Up to to.size() bytes from `offset`; fewer only at the end of the file.
    Result<std::size_t> read(std::uint64_t offset, std::span<char> to) const;
    // All of them or an error; then any number of them may be there.
    Result<> write(std::uint64_t offset, std::string_view bytes);
    Result<> cut(std::uint64_t size);
    Result<> sync();                         // blocks until what was written is on the disk
    Result<> rename(const std::string& to);  // at once for everyone who looks; sync_directory makes it last

    const std::string& path() const { return path_; }

  private:
    friend class Lock;
    File(std::intptr_t handle, std::string path) : handle_(handle), path_(std::move(path)) {}

    std::intptr_t handle_ = -1;
    std::string path_;
};

// A file locked by this process until the object, or the process, is gone; a child does not keep it after exec.
class Lock {
  public:
    // None when another holds it; the file is made (0600) when it is not there.
    static Result<std::optional<Lock>> take(const std::string& path);
    // Asks without taking it, so that a question never keeps an owner out.
    static bool is_held(const std::string& path);
    // Who says to hold it: a process id, or "unknown".
    static std::string holder(const std::string& path);

  private:
    explicit Lock(File file) : file_(std::move(file)) {}
    File file_;
};

// Makes the directory (0700) when it is not there; the one above it must be. Takes away what others may do in it.
Result<> make_private_directory(const std::string& path);
Result<std::vector<std::string>> names_in(const std::string& directory);  // without . and ..
Result<> remove_file(const std::string& path);  // it need not be there
Result<> sync_directory(const std::string& path);  // blocks until names made or gone in it are on the disk

// Bytes no one can foretell.
Result<std::uint64_t> random_number();

}  // namespace runtime::image
