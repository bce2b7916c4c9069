#include "runtime/keeper.h"

#include <algorithm>
#include <chrono>

namespace runtime {

namespace {

constexpr std::uint64_t least_growth = std::uint64_t(4) << 20;  // bytes of deltas that are worth no new base

std::uint64_t wall_ms()
{
    using namespace std::chrono;
    return std::uint64_t(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

}  // namespace

Result<std::unique_ptr<Keeper>> Keeper::open(styx::Loop& loop, const std::string& directory)
{
    auto log = TRY(image::Log::open(directory));
    return std::unique_ptr<Keeper>(new Keeper(loop, directory, std::move(log)));
}

Result<std::optional<image::Image>> Keeper::read(const image::Upto& upto) const
{
    if (log_.is_empty()) return std::nullopt;
    return TRY(image::read_image(directory_, upto));
}

void Keeper::follow(const image::Image& image)
{
    sequence_ = image.sequence;
    time_ = image.time;
    follows_ = is_newest(image);
    base_bytes_ = delta_bytes_ = log_.segment_bytes();  // how much of it is deltas is not known: half, say
}

Extent Keeper::extent() const { return follows_ && !log_.needs_base() ? Extent::written : Extent::all; }

std::uint64_t Keeper::age() const { return wall_ms() > time_ ? wall_ms() - time_ : 0; }

void Keeper::keep(std::shared_ptr<Snapshot> snapshot, styx::Then<std::uint64_t> then)
{
    is_busy_ = true;
    auto& record = snapshot->record;
    record.sequence = log_.next_sequence();
    record.time = std::max(wall_ms(), time_);
    record.kind = extent() == Extent::all ? image::Kind::base : image::Kind::delta;
    auto before = log_.segment_bytes();
    auto result = std::make_shared<Result<>>();
    loop_.work([this, snapshot, result] { *result = log_.append(snapshot->record); },
               [this, snapshot, result, before, then = std::move(then)] {
                   follows_ = result->has_value();  // what a lost delta said is in no later one
                   if (follows_) count(snapshot->record, before);
                   if (follows_) then(sequence_);
                   else then(fail(std::move(result->error())));
                   rest();
               });
}

void Keeper::rest()
{
    if (delta_bytes_ > std::max(base_bytes_, least_growth)) return shorten();
    is_busy_ = false;
    if (idle) idle();
}

void Keeper::count(const image::Record& record, std::uint64_t bytes_before)
{
    sequence_ = record.sequence;
    time_ = record.time;
    bool is_base = record.kind == image::Kind::base;
    if (is_base) base_bytes_ = log_.segment_bytes();
    delta_bytes_ = is_base ? 0 : delta_bytes_ + log_.segment_bytes() - bytes_before;
}

void Keeper::shorten()
{
    auto result = std::make_shared<Result<>>();
    loop_.work(
        [this, result] {
            *result = [this]() -> Result<> {
                auto image = TRY(image::read_image(directory_));
                auto base = image::as_base(image);
                base.sequence = log_.next_sequence();
                DO(log_.append(base));
                (void)TRY(log_.prune());
                return {};
            }();
        },
        [this, result] {
            sequence_ = log_.next_sequence() - 1;
            // Where there was no room the log stays long, and is tried again when it has grown as much once more.
            base_bytes_ = *result ? log_.segment_bytes() : base_bytes_ + delta_bytes_;
            delta_bytes_ = 0;
            rest();
        });
}

}  // namespace runtime
