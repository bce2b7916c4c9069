// The images the connections of one attach share by name (draw(3), 'N' and 'n').
//
// A name holds its image weakly: it ends when the last connection or window lets the image go. Every naming has a
// version, so that a connection that attached to a name notices when the name has come to mean another image.
#pragma once

#include "draw/image.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace draw {

// When to look through a collection for what is gone from it: once it has doubled, so that this costs no more than the
// adding did.
class Sweeps {
  public:
    bool is_due(std::size_t size) const { return size >= next_; }
    void done(std::size_t left) { next_ = 2 * left + 64; }

  private:
    std::size_t next_ = 64;
};

class Names {
  public:
    // Who gave a name: the number of a connection, or the owner of the attach, whose windows they are.
    static constexpr int owner = 0;

    struct Naming {
        std::uint32_t version = 0;
        int maker = owner;
        bool operator==(const Naming&) const = default;
    };
    struct Named {
        std::shared_ptr<Image> image;
        Naming naming;
    };

    // charge goes when the name does. Error: `image name in use`.
    Result<> add(std::string_view name, const std::shared_ptr<Image>&, int maker = owner,
                 std::shared_ptr<void> charge = {});
    // Errors: `no image with that name`, `wrong name for image` if it is another image's, or one the owner gave.
    Result<> remove(std::string_view name, const Image&);
    // Ends the names a connection gave.
    void remove_all(int maker);
    // Ends the names of images that are gone.
    void remove_gone();
    std::optional<Named> find(std::string_view name) const;
    // Whether the name still stands for what it stood for at that version.
    bool is_current(std::string_view name, std::uint32_t version) const;

    // The names of an image, in order.
    std::map<std::string, Naming> of(const Image&) const;
    // The named image whose pixels are at an offset of an arena; null if there is none.
    std::shared_ptr<Image> at(std::uint64_t offset) const;
    // A version that a saved state knows: none is given twice.
    void know(std::uint32_t version) { last_version_ = std::max(last_version_, version); }
    // Puts back a saved naming. A name in use stays as it is.
    void restore(std::string_view name, Naming, const std::shared_ptr<Image>&);

  private:
    struct Entry {
        std::weak_ptr<Image> image;
        Naming naming;
        std::shared_ptr<void> charge;
        const Image* key = nullptr;  // what by_image_ and by_offset_ have it under
        std::uint64_t offset = 0;
    };
    using Entries = std::map<std::string, Entry, std::less<>>;
    void put(std::string_view name, Entry);
    Entries::iterator drop(Entries::iterator);

    Entries entries_;
    std::set<std::pair<const Image*, std::string_view>> by_image_;      // names; the image may be gone, and be another now
    std::set<std::pair<std::uint64_t, std::string_view>> by_offset_;
    Sweeps sweeps_;
    std::uint32_t last_version_ = 0;
};

}  // namespace draw
