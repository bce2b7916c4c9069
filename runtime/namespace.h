// The name space of a process: which server and which of its files a name means.
//
// A table of mount points, each with the members of its union in order. A name is cleaned ("." and ".." are
// taken away by their text, so no name leads above "/"), the deepest mount point above it is found, and the rest
// of the name is walked in each member until one has it. All of it is data, and namespace(6) is its text.
#pragma once

#include "runtime/guest/abi.h"
#include "styx/message.h"

namespace runtime {

namespace abi = ninth::abi;

// A server the process has mounted. Numbers are the process's own and stay the same over freezes.
enum class MountId : std::uint32_t { local = 0 };  // local: the runtime's own devices

struct Server {
    MountId id = MountId::local;
    std::string address;  // a dial string; "#" for the runtime's own; "$home" for the machine the program belongs to
    std::string aname;
    bool files = false;   // plain files: writes at the same offset may be repeated
    bool operator==(const Server&) const = default;
};

// Where a name may lead: walk `names` from the root of the server.
struct Place {
    MountId server = MountId::local;
    styx::Names names;
    bool operator==(const Place&) const = default;
};

struct Member {
    Place at;
    bool create = false;  // files made in the union are made here
};

struct MountPoint {
    styx::Names names;  // absolute
    std::vector<Member> members;
};

class NameSpace {
  public:
    // Members to try, in order. A file that is made in a union itself is made in a member that allows it (-c); deeper down
    // it is made in the directory that its path leads to.
    std::vector<Place> resolve(std::string_view path) const;
    std::vector<Place> resolve_to_create(std::string_view path) const;
    // Names of mount points right below a directory: they are seen in its listing though no server has them there.
    std::vector<std::string> mounted_in(std::string_view directory) const;

    // Makes `old_path` lead where `new_path` leads now (bind), or to a server's root (mount).
    Result<> bind(std::string_view new_path, std::string_view old_path, std::uint32_t flags);
    void mount(Place, std::string_view old_path, std::uint32_t flags);
    Result<> unmount(std::string_view new_path, std::string_view old_path);  // new_path "": all of it
    Server& server(std::string address, std::string aname, bool files);     // finds or adds
    const Server* find(MountId) const;
    const std::vector<Server>& servers() const { return servers_; }

    std::string print() const;                         // namespace(6)
    static Result<NameSpace> parse(std::string_view);  // errors name the line; one that begins with # is a comment
    static Result<NameSpace> read(const std::string& file);
    Result<> add(std::string_view text);
    void save(styx::Writer& w) const;
    static Result<NameSpace> restore(styx::Reader&);

  private:
    const MountPoint* deepest(const styx::Names& path) const;
    MountPoint* at(const styx::Names& path);
    void put(const styx::Names& path, std::vector<Member>, std::uint32_t flags);
    enum class Use { find, create };
    std::vector<Place> places(const styx::Names& path, Use) const;
    Result<> run_line(std::string_view line);

    std::vector<Server> servers_{{MountId::local, "#", "", false}};
    std::vector<MountPoint> points_;
};

styx::Names clean(std::string_view path);          // of an absolute path: no ".", no ".."
std::string join(const styx::Names&);              // "/a/b"
std::string absolute(std::string_view directory, std::string_view path);

}  // namespace runtime
