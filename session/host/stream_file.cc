#include "session/host/open_file.h"

namespace session {

StreamFile::StreamFile(std::shared_ptr<HostTree> tree, std::string at, const styx::Stat& what,
                       std::unique_ptr<DiskFile> file)
    : OpenHostFile(std::move(tree), std::move(at), what, std::move(file)),
      writes_(tree_->loop, [this](std::string_view bytes) { return file_->write_some(bytes); })
{}

Result<> StreamFile::begin()
{
    if (stream_ || ended_) return {};
    auto handle = TRY(file_->duplicate());
    stream_ = TRY(tree_->loop.stream(handle));
    stream_->bytes = [this](std::string_view piece) {
        bytes_ += piece;
        stream_->pause();
        settle();
    };
    stream_->ended = [this] {
        ended_ = true;
        settle();
    };
    return {};
}

void StreamFile::read(styx::ReadRequest r)
{
    if (auto begun = begin(); !begun) return r.fail(begun.error());
    reads_.push_back(std::move(r));
    settle();
}

void StreamFile::settle()
{
    while (!reads_.empty() && (!bytes_.empty() || ended_ || reads_.front().flushed())) {
        auto r = std::move(reads_.front());
        reads_.pop_front();
        if (r.flushed()) continue;
        auto n = std::min<std::size_t>(r.count, bytes_.size());
        auto piece = bytes_.substr(0, n);
        bytes_.erase(0, n);
        r.reply(piece);
    }
    if (!reads_.empty() && !ended_) stream_->resume();
}

void StreamFile::write(styx::WriteRequest r) { writes_.add(std::move(r)); }

}  // namespace session
