// What makes the moments of a process durable: its log, and when a record has to say everything.
//
// Records are written on another thread, one at a time. Once the deltas after a base have come to more than it, the log
// is made short again with a base put together from the log itself: the program does not stand still for that.
#pragma once

#include "runtime/image/history.h"
#include "runtime/image/log.h"
#include "runtime/snapshot.h"
#include "styx/client.h"
#include "styx/loop.h"

namespace runtime {

class Keeper {
  public:
    // Takes the life's lock. Errors: those of image::Log::open. The loop outlives it, and so must it every keep().
    static Result<std::unique_ptr<Keeper>> open(styx::Loop&, const std::string& directory);

    // The image to thaw; none where the life has no image at all. Errors: those of image::read_image.
    Result<std::optional<image::Image>> read(const image::Upto&) const;
    bool is_newest(const image::Image& i) const { return i.sequence == log_.next_sequence() - 1; }
    void follow(const image::Image&);  // it is thawed: the next record follows it, if it is the newest

    Extent extent() const;             // how much the next snapshot is to hold
    bool is_busy() const { return is_busy_; }  // keep() must not be called
    std::function<void()> idle;                // it may be again
    // Gives the record its number, time and kind, and writes it. Gives its number once it is on the disk.
    void keep(std::shared_ptr<Snapshot>, styx::Then<std::uint64_t> then);

    std::uint64_t sequence() const { return sequence_; }  // of the newest record of this process or the image; 0: none
    std::uint64_t age() const;                            // msec since that

  private:
    Keeper(styx::Loop& loop, std::string directory, image::Log log)
        : loop_(loop), directory_(std::move(directory)), log_(std::move(log))
    {}
    void count(const image::Record&, std::uint64_t bytes_before);
    void shorten();
    void rest();  // or first makes the log short

    styx::Loop& loop_;
    std::string directory_;
    image::Log log_;
    bool is_busy_ = false, follows_ = false;  // follows_: a delta says all that changed since the log's newest record
    std::uint64_t sequence_ = 0, time_ = 0;
    std::uint64_t base_bytes_ = 0, delta_bytes_ = 0;
};

}  // namespace runtime
