#include "session/host/host_tree.h"

#include "session/host/open_file.h"
#include "styx/errors.h"

namespace session {
namespace {

constexpr std::uint64_t look_for_readers_msec = 50;

std::string below(const std::string& directory, const std::string& name)
{
    return directory.ends_with('/') ? directory + name : directory + "/" + name;
}

std::string beside(const std::string& path, const std::string& name)
{
    return path.substr(0, path.rfind('/') + 1) + name;
}

// A request that a closure on its way through another thread can hold.
template <class R> std::shared_ptr<R> kept(R r) { return std::make_shared<R>(std::move(r)); }

template <class R> void answer(R& r, const Result<>& result)
{
    if (result) r.reply();
    else r.fail(result.error());
}

bool changes_something(styx::Stat wanted)
{
    wanted.name.clear();
    return wanted != styx::Stat::untouched();
}

}  // namespace

HostFile::HostFile(std::shared_ptr<HostTree> tree, std::string at, const styx::Stat& what)
    : Node(what.name, what.mode), tree_(std::move(tree)), at_(std::move(at)), line_(tree_->loop)
{
    learn(what);
}

void HostFile::learn(const styx::Stat& what)
{
    mode = what.mode;
    path = what.qid.path;
    version = what.qid.version;
}

// Not through line_: a walk into a disk that does not answer must not keep others of the same directory.
void HostFile::walk(styx::WalkRequest request)
{
    auto at = below(at_, request.name);
    Line(tree_->loop).ask([tree = tree_, at] { return tree->disk.stat(at); },
                          [r = kept(std::move(request)), tree = tree_, at](Result<styx::Stat> what) {
                              if (what) r->reply(std::make_shared<HostFile>(tree, at, *what));
                              else r->fail(what.error());
                          });
}

void HostFile::open(styx::OpenRequest request)
{
    if (tree_->exclusive.contains(path)) return request.fail(styx::err::in_use);
    auto r = kept(std::move(request));
    if (is_dir())
        return line_.ask([me = self(), m = r->mode] { return me->tree_->disk.enter(me->at_, m); },
                         [r](const Result<>& may) { answer(*r, may); });
    struct Both {
        Result<std::unique_ptr<DiskFile>> file;
        Result<styx::Stat> what;
    };
    line_.ask(
        [me = self(), m = r->mode] {
            auto file = DiskFile::open(me->tree_->disk, me->at_, m);
            auto what = file ? (*file)->stat(me->name) : fail(file.error());
            return Both{std::move(file), std::move(what)};
        },
        [me = self(), r](Both both) { me->opened(std::move(*r), std::move(both.file), std::move(both.what)); });
}

void HostFile::opened(styx::OpenRequest r, Result<std::unique_ptr<DiskFile>> file, Result<styx::Stat> what)
{
    if (file && what) return r.reply(opened_node(tree_, at_, *what, std::move(*file)));
    auto& why = file ? what.error() : file.error();
    if (why.text != nobody_reads || r.flushed()) return r.fail(why);
    waiting_opens_.push_back(std::move(r));
    if (!look_again_) look_again_ = tree_->loop.after(look_for_readers_msec, [this] { open_again(); });
}

void HostFile::open_again()
{
    auto me = self();
    look_again_.reset();
    for (auto& r : std::exchange(waiting_opens_, {})) open(std::move(r));
}

void HostFile::create(styx::CreateRequest request)
{
    auto at = below(at_, request.name);
    auto r = kept(std::move(request));
    if (r->perm & styx::DMDIR)
        return line_.ask(
            [me = self(), at, perm = r->perm]() -> Result<styx::Stat> {
                DO(me->tree_->disk.make_directory(at, perm));
                return me->tree_->disk.stat(at);
            },
            [me = self(), at, r](Result<styx::Stat> what) {
                if (what) r->reply(std::make_shared<HostFile>(me->tree_, at, *what));
                else r->fail(what.error());
            });
    using Made = std::pair<std::unique_ptr<DiskFile>, styx::Stat>;
    line_.ask(
        [me = self(), at, r_name = r->name, perm = r->perm, m = r->mode]() -> Result<Made> {
            auto file = TRY(DiskFile::create(me->tree_->disk, at, perm, m));
            auto what = TRY(file->stat(r_name));
            return Made{std::move(file), std::move(what)};
        },
        [me = self(), at, r](Result<Made> made) {
            if (!made) return r->fail(made.error());
            auto& [file, what] = *made;
            what.mode |= r->perm & (styx::DMAPPEND | styx::DMEXCL);
            auto node = std::make_shared<OpenHostFile>(me->tree_, at, what, std::move(file));
            if (r->perm & styx::DMEXCL) node->be_exclusive();
            r->reply(std::move(node));
        });
}

void HostFile::list(styx::ListRequest request)
{
    line_.ask([me = self()] { return me->tree_->disk.list(me->at_); },
              [r = kept(std::move(request))](Result<std::vector<styx::Stat>> all) {
                  if (all) r->reply(*all);
                  else r->fail(all.error());
              });
}

void HostFile::remove(styx::RemoveRequest request)
{
    line_.ask([me = self()] { return me->tree_->disk.remove(me->at_); },
              [r = kept(std::move(request))](const Result<>& result) { answer(*r, result); });
}

void HostFile::stat(styx::StatRequest request)
{
    line_.ask([me = self()] { return me->stat_now(); },
              [me = self(), r = kept(std::move(request))](Result<styx::Stat> what) {
                  if (!what) return r->fail(what.error());
                  what->mode |= me->mode & (styx::DMAPPEND | styx::DMEXCL);
                  me->learn(*what);
                  r->reply(std::move(*what));
              });
}

void HostFile::wstat(styx::WstatRequest request)
{
    auto r = kept(std::move(request));
    auto& to = r->stat.name;
    if (to == "." || to == ".." || to.find('/') != to.npos || to.find('\0') != to.npos)
        return r->fail(styx::err::bad_name);
    line_.ask([me = self(), wanted = r->stat] { return me->wstat_now(wanted); },
              [me = self(), r](const Result<>& result) {
                  if (result && !r->stat.name.empty()) {
                      me->at_ = beside(me->at_, r->stat.name);
                      me->name = r->stat.name;
                  }
                  answer(*r, result);
              });
}

// A wstat that touches nothing asks for durability (wstat(5)). What is renamed is first what it is to be.
Result<> HostFile::wstat_now(const styx::Stat& wanted)
{
    if (changes_something(wanted)) DO(change_now(wanted));
    bool renames = !wanted.name.empty() && wanted.name != name;
    if (renames || !changes_something(wanted)) DO(sync_now());
    if (!renames) return {};
    return tree_->disk.rename(at_, beside(at_, wanted.name));
}

Result<styx::Stat> HostFile::stat_now()
{
    auto what = tree_->disk.stat(at_);
    if (what) what->name = name;
    return what;
}

Result<> HostFile::change_now(const styx::Stat& wanted) { return tree_->disk.change(at_, wanted); }
Result<> HostFile::sync_now() { return tree_->disk.sync(at_); }

std::function<void(styx::AttachRequest)> attach_to_host(std::shared_ptr<HostTree> tree, std::string root)
{
    return [tree, root](styx::AttachRequest request) {
        if (!request.aname.empty() && request.aname != "/") return request.fail("no such tree: " + request.aname);
        Line(tree->loop).ask([tree, root] { return tree->disk.stat(root); },
                             [r = kept(std::move(request)), tree, root](Result<styx::Stat> what) {
                                 if (!what) return r->fail(what.error());
                                 what->name = "/";
                                 r->reply(std::make_shared<HostFile>(tree, root, *what));
                             });
    };
}

}  // namespace session
