// A file in memory without a copy of it: pages come from the system's cache as they are looked at.
//
// The bytes stay what they are when the file is replaced by another of its name or removed, as installers do. On Linux who
// cuts a mapped file short ends the processes that have it (mmap(2)): it is for files that only installers write.
#pragma once

#include "styx/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace styx {

class MappedFile {
  public:
    // Error: "PATH: " and the system's reason. A file of no bytes is well.
    static Result<MappedFile> open(const std::string& path);

    std::string_view bytes() const { return {data_.get(), data_.get_deleter().size}; }  // good wherever this is moved to

  private:
    struct Unmap {
        std::size_t size = 0;
        void operator()(const char*) const;
    };
    explicit MappedFile(std::unique_ptr<const char, Unmap> data) : data_(std::move(data)) {}

    std::unique_ptr<const char, Unmap> data_;
};

}  // namespace styx
