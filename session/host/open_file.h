// One opened fid of a file of the machine.
#pragma once

#include "session/host/host_tree.h"
#include "session/patient_writes.h"

namespace session {

// A file with offsets.
class OpenHostFile : public HostFile {
  public:
    OpenHostFile(std::shared_ptr<HostTree>, std::string at, const styx::Stat& what, std::unique_ptr<DiskFile>);
    ~OpenHostFile() override;  // a replacement that was not finished is dropped
    void be_exclusive();

    void open(styx::OpenRequest) override;
    void read(styx::ReadRequest) override;
    void write(styx::WriteRequest) override;
    void clunk(styx::ClunkRequest) override;

  protected:
    Result<styx::Stat> stat_now() override { return file_->stat(name); }
    Result<> change_now(const styx::Stat& wanted) override { return file_->change(wanted); }
    Result<> sync_now() override { return file_->sync(); }
    std::shared_ptr<DiskFile> file_;

  private:
    bool is_exclusive_ = false;
};

// A pipe or a terminal: reads wait for bytes, writes for room, and nobody else for either.
class StreamFile : public OpenHostFile {
  public:
    StreamFile(std::shared_ptr<HostTree>, std::string at, const styx::Stat& what, std::unique_ptr<DiskFile>);
    void read(styx::ReadRequest) override;
    void write(styx::WriteRequest) override;

  private:
    Result<> begin();
    void settle();
    std::unique_ptr<styx::Stream> stream_;  // from the first read on; stopped while `bytes_` holds something
    std::string bytes_;
    bool ended_ = false;
    std::deque<styx::ReadRequest> reads_;
    PatientWrites writes_;
};

std::shared_ptr<styx::Node> opened_node(std::shared_ptr<HostTree>, std::string at, const styx::Stat& what,
                                        std::unique_ptr<DiskFile>);

}  // namespace session
