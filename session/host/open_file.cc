#include "session/host/open_file.h"

#include "styx/errors.h"

namespace session {

OpenHostFile::OpenHostFile(std::shared_ptr<HostTree> tree, std::string at, const styx::Stat& what,
                           std::unique_ptr<DiskFile> file)
    : HostFile(std::move(tree), std::move(at), what), file_(std::move(file))
{}

// Closing may block: a disk far away, a large file that goes.
OpenHostFile::~OpenHostFile()
{
    if (is_exclusive_) tree_->exclusive.erase(path);
    if (file_) tree_->loop.work([tree = tree_, file = std::move(file_)]() mutable { file.reset(); }, [] {});
}

void OpenHostFile::be_exclusive()
{
    is_exclusive_ = true;
    tree_->exclusive.insert(path);
}

void OpenHostFile::open(styx::OpenRequest r) { r.fail(styx::err::bot_open); }

void OpenHostFile::read(styx::ReadRequest request)
{
    line_.ask([me = self(), file = file_, offset = request.offset,
               count = request.count] { return file->read(offset, count); },
              [r = std::make_shared<styx::ReadRequest>(std::move(request))](Result<std::string> bytes) {
                  if (bytes)
                      r->reply(*bytes);
                  else
                      r->fail(bytes.error());
              });
}

void OpenHostFile::write(styx::WriteRequest request)
{
    auto r = std::make_shared<styx::WriteRequest>(std::move(request));
    line_.ask([me = self(), file = file_, offset = r->offset, &data = r->data] { return file->write(offset, data); },
              [r](const Result<>& result) {
                  if (result) r->done();
                  else r->fail(result.error());
              });
}

void OpenHostFile::clunk(styx::ClunkRequest request)
{
    line_.ask([me = self(), file = file_] { return file->finish(); },
              [me = self(), r = std::make_shared<styx::ClunkRequest>(std::move(request))](const Result<>& result) {
                  if (result) r->reply();
                  else r->fail(result.error());
              });
}

std::shared_ptr<styx::Node> opened_node(std::shared_ptr<HostTree> tree, std::string at, const styx::Stat& what,
                                        std::unique_ptr<DiskFile> file)
{
    if (file->may_wait()) return std::make_shared<StreamFile>(std::move(tree), std::move(at), what, std::move(file));
    return std::make_shared<OpenHostFile>(std::move(tree), std::move(at), what, std::move(file));
}

}  // namespace session
