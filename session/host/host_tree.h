// The machine's files as a tree of 9P nodes: what can block runs on other threads, in order for each fid.
#pragma once

#include "session/host/disk.h"
#include "session/host/line.h"
#include "styx/tree.h"

#include <set>

namespace session {

struct HostTree {
    styx::Loop& loop;
    Disk disk;
    std::set<std::uint64_t> exclusive;  // qid paths of what is open and was created DMEXCL: nobody else opens it

    explicit HostTree(styx::Loop& its_loop) : loop(its_loop) {}
};

// A file or directory that has been walked to. Opening one gives the fid a node of its own.
class HostFile : public styx::Node {
  public:
    // `at`: its absolute path. `what`: its stat, as the disk gives it.
    HostFile(std::shared_ptr<HostTree>, std::string at, const styx::Stat& what);

    void walk(styx::WalkRequest) override;
    void open(styx::OpenRequest) override;
    void create(styx::CreateRequest) override;
    void list(styx::ListRequest) override;
    void remove(styx::RemoveRequest) override;
    void stat(styx::StatRequest) override;
    void wstat(styx::WstatRequest) override;

  protected:
    virtual Result<styx::Stat> stat_now();                 // these three on another thread
    virtual Result<> change_now(const styx::Stat& wanted);
    virtual Result<> sync_now();
    std::shared_ptr<HostFile> self() { return std::static_pointer_cast<HostFile>(shared_from_this()); }
    void learn(const styx::Stat&);

    std::shared_ptr<HostTree> tree_;
    std::string at_;
    Line line_;

  private:
    void open_again();
    void opened(styx::OpenRequest, Result<std::unique_ptr<DiskFile>>, Result<styx::Stat>);
    Result<> wstat_now(const styx::Stat& wanted);
    std::vector<styx::OpenRequest> waiting_opens_;  // of a pipe nobody reads yet
    std::unique_ptr<styx::Timer> look_again_;       // while any waits
};

// Answers an attach to "" or "/" with the directory `root`.
std::function<void(styx::AttachRequest)> attach_to_host(std::shared_ptr<HostTree>, std::string root);

}  // namespace session
