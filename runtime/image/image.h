// A life at one moment: what a base and the deltas after it come to.
#pragma once

#include "runtime/image/record.h"

#include <array>
#include <map>
#include <memory>
#include <span>

namespace runtime::image {

using Page = std::array<char, page_size>;

struct Region {
    std::uint64_t size = 0;                                // bytes, whole pages
    std::map<std::uint32_t, std::unique_ptr<Page>> pages;  // by page number; a page that is not here is zero
};

struct Image {
    std::uint64_t generation = 0, sequence = 0, time = 0;  // of the newest record in it
    std::string cause, state;
    std::map<std::uint8_t, Region> regions;
    std::vector<std::string> problems;  // what was damaged and therefore left out, a sentence each
};

// Makes the image what it is after `record`, which is whole and has passed its check. A base starts it anew. The caller
// has seen that a delta follows the image's last record. On an error the image is no longer any moment of the life.
// Errors: those of read_index and PayloadReader.
Result<> apply(Image&, const Header&, std::string_view record);

// Writes the region's pages over `memory`, which is zero and as long as the region.
void copy_pages(const Region&, std::span<char> memory);

// The image as a base: what a fork begins with. Its pages are the image's, which stays.
Record as_base(const Image&);

}  // namespace runtime::image
