// Screens: images that windows lie on, over one another (draw(3), 'A'). The rules are memlayer(2)'s, to the pixel.
//
// A window has no pixels of its own. What can be seen of it is on the base; the parts that are covered by windows in
// front, or lie outside the base's clip, are in its save area, if it has one. Whoever draws on the base draws over the
// windows, and a base may itself be a window.
#pragma once

#include "draw/touched.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace draw {

class Screen;

// Who draws a window's parts again when they come to light (draw(3), 'b').
enum class Refresh : std::uint8_t { backup, none, message };

// What makes an image a window.
struct Layer {
    std::shared_ptr<Screen> screen;
    int maker = 0;                // the number of a connection
    Rect place;                   // where it lies on the base; as large as its r
    std::shared_ptr<Image> save;  // in the window's coordinates; null unless refresh is backup
    Refresh refresh = Refresh::backup;
    bool is_clear = false;  // all of it is on the base: inside the clip, and nothing is in front
    Rect stale = {};        // with refresh by message: what its program has to draw again, in its coordinates
    std::uint32_t rank = 0;  // its place from the front in a saved state, while that comes back
};

// What is added to a place in the window to get its place on the base.
inline Point delta(const Image& window) { return window.layer()->place.min - window.r().min; }

class Screen : public std::enable_shared_from_this<Screen> {
  public:
    // Bounds of what an operation may take, in time and in stack.
    static constexpr std::size_t most_windows = 256;
    static constexpr int most_nested = 10;

    // An image as the maker of the screen knew it.
    struct Source {
        std::shared_ptr<Image> image;
        std::string name;           // if it was attached by name: that, and
        std::uint32_t version = 0;  // the version of that naming
    };
    enum class Access : bool { own, shared };  // by the connections of the attach

    // fill is what is painted where a window goes.
    Screen(std::uint32_t id, int maker, Access access, Source base, Source fill)
        : id_(id), maker_(maker), access_(access), base_(std::move(base)), fill_(std::move(fill)),
          nested_(1 + std::max(depth_below(base_), depth_below(fill_)))
    {
    }

    std::uint32_t id() const { return id_; }
    int maker() const { return maker_; }  // the number of a connection
    void charge(std::shared_ptr<void> token) { charge_ = std::move(token); }  // as Image's
    // The connections that have an id for it.
    void join(int connection) { joined_.insert(connection); }
    void leave(int connection) { joined_.erase(joined_.find(connection)); }
    // The connection that would have to make it again: its maker while that has it, else the first that uses it.
    int keeper() const;
    Access access() const { return access_; }
    Image& base() const { return *base_.image; }
    Image& fill() const { return *fill_.image; }
    const Source& base_source() const { return base_; }
    const Source& fill_source() const { return fill_; }
    const std::vector<Image*>& windows() const { return windows_; }  // the front one first
    // What the base's clip was when it was last seen which windows are clear: a later one changes nothing until then.
    Rect clip_seen() const { return clip_seen_; }
    int nested() const { return nested_; }  // how many screens there are from here to images with pixels, by base or fill

    // A new window in front, of a connection. save is an image of the same shape or null; unless color is no_fill, both
    // become color.
    // Errors: `bad rectangle`, `image memory allocation failed` beyond the bounds above.
    Result<std::shared_ptr<Image>> add(Rect r, int maker, std::shared_ptr<Image> save, Refresh, Color color, Touched&);
    // Takes a window away and paints what it covered. It stays an image, of nothing.
    void remove(Image& window, Touched&);
    // Takes a window off the list and draws nothing.
    void forget(const Image& window);
    // Windows of this screen to the front, each behind the one before it; or to the rear, each before the one before it.
    void to_front(std::span<Image* const>, Touched&);
    void to_rear(std::span<Image* const>, Touched&);
    // Gives a window's r another corner, and another place to the window, in front.
    // Error: `image origin failed`, and it is where it was.
    Result<> move(Image& window, Point corner, Point place, Touched&);

    // Puts back a window of a saved state, in the order of ranks, and the clip that was seen.
    void restore(Image& window);
    void restore_clip_seen(Rect clip) { clip_seen_ = clip; }

  private:
    static int depth_below(const Source&);
    std::size_t index(const Image& window) const;
    enum class Expose : bool { no, yes };
    void raise(Image& window, const Image* front, Expose, Touched&);
    void lower(Image& window, const Image* rear, Touched&);
    void see_clear();
    void displace(Image& window, Rect to, Touched&);

    std::uint32_t id_;
    int maker_;
    Access access_;
    Source base_, fill_;
    int nested_;
    std::shared_ptr<void> charge_;
    std::multiset<int> joined_;
    std::vector<Image*> windows_;
    Rect clip_seen_ = {};
};

}  // namespace draw
