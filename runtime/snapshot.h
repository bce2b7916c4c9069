// What a checkpoint copies while the program stands still, so that it can go on while the copy is written.
#pragma once

#include "runtime/engine/region.h"
#include "runtime/image/image.h"
#include "runtime/image/record.h"

#include <map>
#include <memory>

namespace runtime {

inline constexpr std::uint8_t memory_region = 1, pixels_region = 2;

enum class Extent { written, all };

struct Snapshot {
    image::Record record;

    // Copies the pages written since the last time, or all of them: of the first `size` bytes, whole pages.
    void add(std::uint8_t id, Region&, std::size_t size, Extent);

    // For another use: it is empty, and the memory it copied to stays, unless that is much.
    void clear();

  private:
    struct Copy {
        std::unique_ptr<char[]> bytes;
        std::size_t room = 0;
    };
    std::map<std::uint8_t, Copy> copies_;  // by region: what the record's runs point at
};

void load_pages(const image::Region&, Region&);  // into memory that is zero

}  // namespace runtime
