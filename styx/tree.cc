#include "styx/tree.h"

#include "styx/errors.h"

#include <algorithm>

namespace styx {

Stat Node::describe() const
{
    Stat s;
    s.qid = qid();
    s.mode = mode;
    s.name = name;
    return s;
}

bool Node::allows(std::uint8_t open_mode) const
{
    bool readable = mode & 0400, writable = mode & 0200;
    if (is_dir()) return readable && !can_write(open_mode) && !(open_mode & OTRUNC);
    return (!can_read(open_mode) || readable) && (!can_write(open_mode) || writable);
}

void Node::walk(WalkRequest r) { r.fail(is_dir() ? err::nonexist : err::not_dir); }
void Node::open(OpenRequest r)
{
    if (allows(r.mode)) r.reply();
    else r.fail(err::perm);
}
void Node::create(CreateRequest r) { r.fail(is_dir() ? err::perm : err::not_dir); }
void Node::list(ListRequest r) { r.fail(err::perm); }
void Node::read(ReadRequest r) { r.fail(err::perm); }
void Node::write(WriteRequest r) { r.fail(err::perm); }
void Node::remove(RemoveRequest r) { r.fail(err::perm); }
void Node::wstat(WstatRequest r) { r.fail(err::not_wstat); }

// FNV-1a over the directory's path and the name: 64 bits make a clash within one server a matter of 2^32 files.
std::uint64_t child_path(std::uint64_t directory, std::string_view name)
{
    std::uint64_t h = 0xcbf29ce484222325u;
    auto mix = [&](unsigned char c) { h = (h ^ c) * 0x100000001b3u; };
    for (unsigned shift = 0; shift < 64; shift += 8) mix(static_cast<unsigned char>(directory >> shift));
    for (char c : name) mix(static_cast<unsigned char>(c));
    return h;
}

Directory::Directory(std::string dir_name, std::vector<NodePtr> nodes, std::uint32_t dir_mode)
    : Node(std::move(dir_name), dir_mode | DMDIR), children_(std::move(nodes))
{
    root(0);
}

void Directory::root(std::uint64_t own_path)
{
    path = own_path;
    for (auto& child : children_) child->root(child_path(path, child->name));
}

void Directory::add(NodePtr child)
{
    remove_child(child->name);
    child->root(child_path(path, child->name));
    children_.push_back(std::move(child));
    ++version;
}

void Directory::remove_child(std::string_view child_name)
{
    if (std::erase_if(children_, [&](auto& c) { return c->name == child_name; })) ++version;
}

NodePtr Directory::find(std::string_view child_name) const
{
    auto i = std::find_if(children_.begin(), children_.end(), [&](auto& c) { return c->name == child_name; });
    return i == children_.end() ? nullptr : *i;
}

void Directory::walk(WalkRequest r)
{
    if (auto child = find(r.name)) r.reply(std::move(child));
    else r.fail(err::nonexist);
}

void Directory::list(ListRequest r)
{
    std::vector<Stat> stats;
    for (auto& child : children_) stats.push_back(child->describe());
    r.reply(stats);
}

namespace {
class Row : public Node {
  public:
    Row(std::string row_name, std::uint32_t row_mode, Read read, Write write, Opened open)
        : Node(std::move(row_name), row_mode), read_(std::move(read)), write_(std::move(write)), open_(std::move(open))
    {}
    void open(OpenRequest r) override
    {
        if (!allows(r.mode)) r.fail(err::perm);
        else if (open_) open_(std::move(r));
        else r.reply();
    }
    void read(ReadRequest r) override
    {
        if (read_) read_(std::move(r));
        else r.fail(err::perm);
    }
    void write(WriteRequest r) override
    {
        if (write_) write_(std::move(r));
        else r.fail(err::perm);
    }

  private:
    Read read_;
    Write write_;
    Opened open_;
};
}  // namespace

std::shared_ptr<Directory> dir(std::string name, std::vector<NodePtr> children)
{
    return std::make_shared<Directory>(std::move(name), std::move(children));
}

NodePtr file(std::string name, std::uint32_t mode, Read read, Write write, Opened open)
{
    return std::make_shared<Row>(std::move(name), mode, std::move(read), std::move(write), std::move(open));
}

}  // namespace styx
