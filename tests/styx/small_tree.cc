#include "small_tree.h"

#include "styx/errors.h"

#include <charconv>

namespace tests {

using namespace styx;

namespace {

class RamDirectory;

// A file or a directory in memory; both may be removed, renamed and, a file, cut to a length.
class RamFile : public Node {
  public:
    RamFile(std::string file_name, std::uint32_t file_mode, std::weak_ptr<RamDirectory> parent)
        : Node(std::move(file_name), file_mode), parent_(std::move(parent))
    {}
    Stat describe() const override
    {
        auto s = Node::describe();
        s.length = bytes_.size();
        return s;
    }
    void open(OpenRequest r) override
    {
        if (!allows(r.mode)) return r.fail(err::perm);
        if (r.mode & OTRUNC) bytes_.clear();
        r.reply();
    }
    void read(ReadRequest r) override { r.slice(bytes_); }
    void write(WriteRequest r) override
    {
        if (r.offset > 1 << 20 || r.offset + r.data.size() > 1 << 20) return r.fail("file is too large");
        if (bytes_.size() < r.offset + r.data.size()) bytes_.resize(r.offset + r.data.size());
        bytes_.replace(r.offset, r.data.size(), r.data);
        ++version;
        r.done();
    }
    void remove(RemoveRequest r) override;
    void wstat(WstatRequest r) override;

  private:
    std::string bytes_;
    std::weak_ptr<RamDirectory> parent_;
};

class RamDirectory : public Directory {
  public:
    explicit RamDirectory(std::string dir_name) : Directory(std::move(dir_name), {}, DMDIR | 0777) {}
    void create(CreateRequest r) override
    {
        if (find(r.name)) return r.fail(err::exists);
        if (children().size() >= 1000) return r.fail("directory is full");
        auto self = std::static_pointer_cast<RamDirectory>(shared_from_this());
        NodePtr made;
        if (r.perm & DMDIR) made = std::make_shared<RamDirectory>(r.name);
        else made = std::make_shared<RamFile>(r.name, r.perm, self);
        add(made);
        r.reply(made);
    }
};

void RamFile::remove(RemoveRequest r)
{
    if (auto d = parent_.lock()) d->remove_child(name);
    r.reply();
}

void RamFile::wstat(WstatRequest r)
{
    auto d = parent_.lock();
    if (!r.stat.name.empty() && r.stat.name != name) {
        if (d && d->find(r.stat.name)) return r.fail(err::exists);
        name = r.stat.name;
    }
    if (r.stat.length < 1 << 20) bytes_.resize(r.stat.length);
    if (r.stat.mode != 0xffffffff) mode = r.stat.mode;
    r.reply();
}

class Later : public Directory {
  public:
    explicit Later(std::vector<WalkRequest>& kept) : Directory("later", {file("quick", 0444, text([] { return "quick"; }))}), kept_(kept) {}
    void walk(WalkRequest r) override
    {
        if (r.name == "quick") Directory::walk(std::move(r));
        else kept_.push_back(std::move(r));
    }

  private:
    std::vector<WalkRequest>& kept_;
};

struct CloneOpen : Open {
    CloneOpen(int& opens, int n) : opens_(opens), number(n) { ++opens_; }
    ~CloneOpen() override { --opens_; }
    int& opens_;
    int number;
};

NodePtr clone_file(SmallTree& t)
{
    return file("clone", 0600, {}, {}, [&t](OpenRequest r) {
        int n = t.clones++;
        auto ctl = file(std::to_string(n), 0600, [n](ReadRequest read) { read.slice(std::to_string(n)); });
        ctl->path = child_path(7, std::to_string(n));
        r.reply(ctl, std::make_unique<CloneOpen>(t.opens, n));
    });
}

std::vector<NodePtr> a_hundred_files()
{
    std::vector<NodePtr> files;
    for (int i = 0; i < 100; ++i) files.push_back(file({char('0' + i / 10), char('0' + i % 10)}, 0444, text([] { return ""; })));
    return files;
}

std::string joined(const Names& words, std::size_t from)
{
    std::string out;
    for (auto i = from; i < words.size(); ++i) out += (i > from ? " " : "") + words[i];
    return out;
}

}  // namespace

SmallTree::SmallTree()
{
    std::vector<Verb> verbs = {
        {"resize", "dx dy", [this](const Names& a) { return resize(a); }, "changes the size, in pixels"},
        {"top", "", [](const Names&) { return Result<>(); }, "raises it"},
        {"say", "word…", [this](const Names& a) { said.push_back(joined(a, 0)); return Result<>(); }, "says it"},
        {"name", "text?", [this](const Names& a) { label = a.empty() ? "" : a[0]; return Result<>(); }, "names it"},
    };
    root = dir("/", {
        file("hello", 0444, text([] { return "hello, world\n"; })),
        file("label", 0600, text([this] { return label; }), set([this](auto s) { label = s; return Result<>(); })),
        file("mouse", 0400, [this](ReadRequest r) { mouse.read(std::move(r)); }),
        file("ctl", 0200, {}, ctl(std::move(verbs))),
        clone_file(*this),
        file("never", 0600, [this](ReadRequest r) { kept_reads.push_back(std::move(r)); },
             [this](WriteRequest w) { kept_writes.push_back(std::move(w)); }),
        std::make_shared<Later>(kept_walks),
        dir("many", a_hundred_files()),
        std::make_shared<RamDirectory>("tmp"),
    });
}

Result<> SmallTree::resize(const Names& a)
{
    int w = 0, h = 0;
    std::from_chars(a[0].data(), a[0].data() + a[0].size(), w);
    std::from_chars(a[1].data(), a[1].data() + a[1].size(), h);
    if (w < 100 || h < 50) return fail("window too small");
    width = w, height = h;
    return {};
}

Result<> SmallTree::happen(const Names& words)
{
    if (words[0] == "mouse") return mouse.post(joined(words, 1)), Result<>();
    if (words[0] == "label") return label == joined(words, 1) ? Result<>() : fail("the label is " + label);
    if (words[0] == "opens") return std::to_string(opens) == words.at(1) ? Result<>() : fail(std::to_string(opens) + " are open");
    if (words[0] == "said") return !said.empty() && said.back() == joined(words, 1) ? Result<>() : fail("that was not said");
    if (words[0] != "walked") return fail("nothing like that happens: " + words[0]);
    for (auto& r : std::exchange(kept_walks, {})) r.reply(file(r.name, 0444, text([] { return "late\n"; })));
    return {};
}

}  // namespace tests
