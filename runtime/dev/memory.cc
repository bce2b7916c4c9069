#include "runtime/dev/memory.h"

#include "styx/errors.h"

#include <algorithm>

namespace runtime {

namespace err = styx::err;

namespace {

constexpr std::size_t most_bytes = 256u << 20;  // of one file: it is part of every image
constexpr int most_depth = 64;

std::shared_ptr<MemoryDirectory> this_directory(styx::Node& n)
{
    return std::static_pointer_cast<MemoryDirectory>(n.shared_from_this());
}

void rename(styx::Node& node, const std::shared_ptr<MemoryDirectory>& parent, const std::string& name)
{
    auto keep = node.shared_from_this();
    parent->remove_child(node.name);
    node.name = name;
    parent->add(keep);
}

}  // namespace

styx::Stat MemoryFile::describe() const
{
    auto s = Node::describe();
    s.length = bytes.size();
    return s;
}

void MemoryFile::open(styx::OpenRequest r)
{
    if (!allows(r.mode)) return r.fail(err::perm);
    if (r.mode & styx::OTRUNC && styx::can_write(r.mode)) bytes.clear(), ++version;
    r.reply();
}

void MemoryFile::read(styx::ReadRequest r) { r.slice(bytes); }

void MemoryFile::write(styx::WriteRequest r)
{
    auto at = mode & styx::DMAPPEND ? bytes.size() : r.offset;
    if (at > most_bytes || r.data.size() > most_bytes - at) return r.fail("file too large");
    if (bytes.size() < at + r.data.size()) bytes.resize(at + r.data.size());
    std::copy(r.data.begin(), r.data.end(), bytes.begin() + std::ptrdiff_t(at));
    ++version;
    r.done();
}

void MemoryFile::remove(styx::RemoveRequest r)
{
    if (auto p = parent.lock()) p->remove_child(name);
    r.reply();
}

void MemoryFile::wstat(styx::WstatRequest r)
{
    if (r.stat.length != ~std::uint64_t(0)) {
        if (r.stat.length > most_bytes) return r.fail("file too large");
        bytes.resize(r.stat.length), ++version;
    }
    if (r.stat.mode != 0xffffffff) mode = r.stat.mode & 0777;
    if (auto p = parent.lock(); p && !r.stat.name.empty() && r.stat.name != name) rename(*this, p, r.stat.name);
    r.reply();
}

styx::NodePtr MemoryDirectory::make(const std::string& child, std::uint32_t perm)
{
    if (perm & styx::DMDIR) {
        auto d = std::make_shared<MemoryDirectory>(child);
        d->parent = this_directory(*this);
        add(d);
        return d;
    }
    auto f = std::make_shared<MemoryFile>(child, perm & (0777 | styx::DMAPPEND));
    f->parent = this_directory(*this);
    add(f);
    return f;
}

void MemoryDirectory::create(styx::CreateRequest r)
{
    if (find(r.name)) return r.fail(err::exists);
    auto node = make(r.name, r.perm);
    r.reply(std::move(node));
}

void MemoryDirectory::remove(styx::RemoveRequest r)
{
    auto p = parent.lock();
    if (!p) return r.fail(err::perm);
    if (!children().empty()) return r.fail("directory is not empty");
    p->remove_child(name);
    r.reply();
}

void MemoryDirectory::wstat(styx::WstatRequest r)
{
    if (auto p = parent.lock(); p && !r.stat.name.empty() && r.stat.name != name) rename(*this, p, r.stat.name);
    r.reply();
}

void MemoryDirectory::put(std::string child, std::string bytes)
{
    auto f = std::static_pointer_cast<MemoryFile>(make(child, 0666));
    f->bytes = std::move(bytes);
}

std::string MemoryDirectory::get(std::string_view child) const
{
    auto node = find(child);
    return node && !node->is_dir() ? std::static_pointer_cast<MemoryFile>(node)->bytes : "";
}

void MemoryDirectory::save(styx::Writer& w) const
{
    w.u32(std::uint32_t(children().size()));
    for (auto& c : children()) {
        w.text16(c->name), w.u32(c->mode), w.u32(c->version);
        if (c->is_dir()) std::static_pointer_cast<MemoryDirectory>(c)->save(w);
        else w.text32(std::static_pointer_cast<MemoryFile>(c)->bytes);
    }
}

Result<> MemoryDirectory::restore(styx::Reader& r, int depth)
{
    for (auto n = r.u32(); n > 0 && !r.bad && depth < most_depth; --n) {
        std::string child(r.text16());
        auto child_mode = r.u32();
        auto node = make(child, child_mode);
        node->version = r.u32();
        if (node->is_dir()) DO(std::static_pointer_cast<MemoryDirectory>(node)->restore(r, depth + 1));
        else std::static_pointer_cast<MemoryFile>(node)->bytes = r.text32();
    }
    if (r.bad || depth >= most_depth) return fail("the image's own files are damaged");
    return {};
}

}  // namespace runtime
