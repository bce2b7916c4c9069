// A tree of named files, served over 9P.
//
// A file is an object that answers only the requests it understands; what it leaves out is refused with
// Plan 9's usual error. A handler owns its request: it answers now, or keeps it and answers later. A kept
// request is plain data. Tflush, clunk and hang-up take a kept request back: handlers hold no code for them,
// and an answer to a request that was taken back goes nowhere.
#pragma once

#include "styx/message.h"

#include <functional>
#include <memory>

namespace styx {

class Node;
using NodePtr = std::shared_ptr<Node>;
struct Call;   // an unanswered T-message; owned by its conversation
struct Hello;  // hello.h
class Conversation;

// What one open fid keeps for a file whose opens differ. Destroyed at clunk, remove and hang-up.
struct Open {
    virtual ~Open() = default;
};

class Request {  // move-only: one answer; destroyed unanswered it answers "interrupted"
  public:
    explicit Request(std::weak_ptr<Call> call) : call_(std::move(call)) {}
    Request(Request&&) = default;
    Request& operator=(Request&& other)  // the request that stood here, if unanswered, is answered when `other` goes
    {
        call_.swap(other.call_);
        return *this;
    }
    ~Request();

    bool flushed() const { return call_.expired(); }  // nobody waits for the answer any more
    void fail(std::string_view error);
    void fail(const Error& e) { fail(e.text); }

  protected:
    std::weak_ptr<Call> call_;
};

struct AttachRequest : Request {
    using Request::Request;
    std::string uname, aname;
    const Hello* hello = nullptr;  // never null; life "-" when nobody said hello; valid during the call only
    const Conversation* conversation = nullptr;  // whose attach this is: to tell one client's from another's, for no more
    void reply(NodePtr root);
};

struct WalkRequest : Request {  // one name, never ".."
    using Request::Request;
    std::string name;
    void reply(NodePtr);
};

struct OpenRequest : Request {
    using Request::Request;
    std::uint8_t mode = 0;
    void reply(std::unique_ptr<Open> = {});
    void reply(NodePtr other, std::unique_ptr<Open> = {});  // a clone file: the fid now means `other`
};

struct CreateRequest : Request {
    using Request::Request;
    std::string name;  // never "", "." or "..", and without '/'
    std::uint32_t perm = 0;
    std::uint8_t mode = 0;
    void reply(NodePtr made, std::unique_ptr<Open> = {});
};

struct ListRequest : Request {  // a directory's entries; the library cuts them to reads
    using Request::Request;
    Open* open = nullptr;
    void reply(const std::vector<Stat>&);
};

struct ReadRequest : Request {  // of a file that is open for reading
    using Request::Request;
    std::uint64_t offset = 0;
    std::uint32_t count = 0;             // bytes; at most msize - 24
    Open* open = nullptr;                // what open() gave; valid while this request is unanswered
    void reply(std::string_view bytes);  // exactly these bytes, cut to count
    void slice(std::string_view whole);  // the part of whole at offset, as for a plain file
};

struct WriteRequest : Request {  // to a file that is open for writing
    using Request::Request;
    std::uint64_t offset = 0;
    std::string data;
    Open* open = nullptr;
    void done() { done(std::uint32_t(data.size())); }
    void done(std::uint32_t count);
};

struct RemoveRequest : Request {  // the fid is clunked whatever the answer; nobody may wait for it (ORCLOSE, hang-up)
    using Request::Request;
    void reply();
};

struct ClunkRequest : Request {  // of an open file; the fid is gone whatever the answer
    using Request::Request;
    std::unique_ptr<Open> open;  // what open() gave
    void reply();
};

struct StatRequest : Request {
    using Request::Request;
    void reply(Stat);
};

struct WstatRequest : Request {
    using Request::Request;
    Stat stat;  // a field that is ~0 or empty is not to be changed
    void reply();
};

// A file or a directory. `path` is given once and is the qid's: it survives a restart where the thing does.
class Node : public std::enable_shared_from_this<Node> {
  public:
    Node(std::string node_name, std::uint32_t node_mode) : name(std::move(node_name)), mode(node_mode) {}
    virtual ~Node() = default;

    std::string name;
    std::uint32_t mode;  // permissions; DMDIR and its fellows above them
    std::uint64_t path = 0;
    std::uint32_t version = 0;

    virtual Qid qid() const { return {std::uint8_t(mode >> 24), version, path}; }
    virtual Stat describe() const;  // name, mode and qid; length 0; uid and gid are filled in by the server
    bool is_dir() const { return mode & DMDIR; }
    virtual void root(std::uint64_t own_path) { path = own_path; }  // gives this, and all below it, their paths

    virtual void walk(WalkRequest r);      // "file does not exist"
    virtual void open(OpenRequest r);      // allowed if the owner's permissions allow it
    virtual void create(CreateRequest r);  // "permission denied", as all below
    virtual void list(ListRequest r);
    virtual void read(ReadRequest r);
    virtual void write(WriteRequest r);
    virtual void remove(RemoveRequest r);
    virtual void clunk(ClunkRequest r) { r.reply(); }  // the client lets go; a hang-up, a remove or ORCLOSE does not come here
    virtual void stat(StatRequest r) { r.reply(describe()); }
    virtual void wstat(WstatRequest r);

  protected:
    bool allows(std::uint8_t open_mode) const;
};

// A directory held in memory. Children are found by name; each gets the path hash(own path, its name).
class Directory : public Node {
  public:
    explicit Directory(std::string dir_name, std::vector<NodePtr> nodes = {}, std::uint32_t dir_mode = DMDIR | 0555);

    void add(NodePtr);                       // replaces a child of the same name
    void remove_child(std::string_view name);
    NodePtr find(std::string_view name) const;
    const std::vector<NodePtr>& children() const { return children_; }

    void root(std::uint64_t own_path) override;
    void walk(WalkRequest r) override;
    void list(ListRequest r) override;
    using Node::remove;

  private:
    std::vector<NodePtr> children_;
};

using Read = std::function<void(ReadRequest)>;
using Write = std::function<void(WriteRequest)>;
using Opened = std::function<void(OpenRequest)>;

std::shared_ptr<Directory> dir(std::string name, std::vector<NodePtr> children = {});
// A row of a table of files: name, mode, what a read gives, what a write does, what an open does.
NodePtr file(std::string name, std::uint32_t mode, Read read, Write write = {}, Opened open = {});

std::uint64_t child_path(std::uint64_t directory, std::string_view name);

}  // namespace styx
