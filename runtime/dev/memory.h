// Files held in the process's own memory, and so in its image: /tmp and /env.
#pragma once

#include "styx/tree.h"

namespace runtime {

class MemoryDirectory;

class MemoryFile : public styx::Node {
  public:
    using Node::Node;
    std::string bytes;
    std::weak_ptr<MemoryDirectory> parent;

    styx::Stat describe() const override;
    void open(styx::OpenRequest r) override;
    void read(styx::ReadRequest r) override;
    void write(styx::WriteRequest r) override;
    void remove(styx::RemoveRequest r) override;
    void wstat(styx::WstatRequest r) override;
};

// A directory of such files and directories; anyone who can reach it may make and remove them.
class MemoryDirectory : public styx::Directory {
  public:
    explicit MemoryDirectory(std::string dir_name) : Directory(std::move(dir_name), {}, styx::DMDIR | 0777) {}
    std::weak_ptr<MemoryDirectory> parent;

    void create(styx::CreateRequest r) override;
    void remove(styx::RemoveRequest r) override;
    void wstat(styx::WstatRequest r) override;

    void put(std::string name, std::string bytes);     // makes or replaces a file
    std::string get(std::string_view name) const;      // "" if there is none
    void save(styx::Writer&) const;
    Result<> restore(styx::Reader&, int depth = 0);    // into this, which is empty

  private:
    styx::NodePtr make(const std::string& name, std::uint32_t perm);
};

}  // namespace runtime
