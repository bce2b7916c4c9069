// The payload of a record, from its front to its end: the index (state and tables), then the bytes of pages.
#pragma once

#include "runtime/image/record.h"

#include <memory>
#include <span>

namespace runtime::image {

// Reads a payload in order: first the index, then the bytes of the pages it names, a page at a time and without
// holding more than it was asked for.
class PayloadReader {
  public:
    // `record` is whole and stays the caller's while this lives.
    PayloadReader(const Header&, std::string_view record);
    ~PayloadReader();
    PayloadReader(const PayloadReader&) = delete;
    PayloadReader& operator=(const PayloadReader&) = delete;

    Result<> read(std::span<char> to);  // fills it. Errors: "its payload does not decompress", "its payload ends early"
    Result<> end();                     // seen to be at its end. Errors: "its payload goes on after its pages"

  private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

// The index of a payload.
struct IndexRun {
    std::uint32_t first = 0;
    std::uint64_t count = 0;  // pages; 2^32 is possible
    bool is_zero = false;     // the pages are all zero and have no bytes in the payload
};
struct IndexRegion {
    std::uint8_t id = 0;
    std::uint64_t size = 0;
    std::vector<IndexRun> runs;
};
struct Index {
    std::string state;
    std::vector<IndexRegion> regions;
};

// Reads and checks the index. Errors: what `read` says, "its index is damaged".
Result<Index> read_index(const Header&, PayloadReader&);

}  // namespace runtime::image
