#include "runtime/namespace.h"

#include "styx/client.h"
#include "styx/errors.h"
#include "styx/handlers.h"
#include "styx/path.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace runtime {

using styx::Names;

Names clean(std::string_view path)
{
    Names out;
    for (auto& name : styx::split_path(path)) {
        if (name != "..") out.push_back(std::move(name));
        else if (!out.empty()) out.pop_back();
    }
    return out;
}

std::string join(const Names& names)
{
    std::string path;
    for (auto& name : names) path += "/" + name;
    return path.empty() ? "/" : path;
}

std::string absolute(std::string_view directory, std::string_view path)
{
    if (path.starts_with('/')) return join(clean(path));
    return join(clean(std::string(directory) + "/" + std::string(path)));
}

namespace {
bool leads(const Names& prefix, const Names& path)
{
    return prefix.size() <= path.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}
}  // namespace

const MountPoint* NameSpace::deepest(const Names& path) const
{
    const MountPoint* best = nullptr;
    for (auto& p : points_)
        if (leads(p.names, path) && (!best || p.names.size() > best->names.size())) best = &p;
    return best;
}

MountPoint* NameSpace::at(const Names& path)
{
    auto i = std::find_if(points_.begin(), points_.end(), [&](auto& p) { return p.names == path; });
    return i == points_.end() ? nullptr : &*i;
}

std::vector<Place> NameSpace::places(const Names& path, Use use) const
{
    std::vector<Place> out;
    auto* point = deepest(path);
    if (!point) return out;
    bool is_in_union = point->members.size() > 1 && path.size() == point->names.size() + 1;
    for (auto& m : point->members) {
        if (use == Use::create && is_in_union && !m.create) continue;
        Place place = m.at;
        place.names.insert(place.names.end(), path.begin() + std::ptrdiff_t(point->names.size()), path.end());
        out.push_back(std::move(place));
    }
    return out;
}

std::vector<Place> NameSpace::resolve(std::string_view path) const { return places(clean(path), Use::find); }
std::vector<Place> NameSpace::resolve_to_create(std::string_view path) const { return places(clean(path), Use::create); }

std::vector<std::string> NameSpace::mounted_in(std::string_view directory) const
{
    auto path = clean(directory);
    std::vector<std::string> names;
    for (auto& p : points_)
        if (p.names.size() > path.size() && leads(path, p.names) &&
            std::find(names.begin(), names.end(), p.names[path.size()]) == names.end())
            names.push_back(p.names[path.size()]);
    return names;
}

// What was at a name that becomes a union stays its member: bind -a and -b add to what the name led to.
void NameSpace::put(const Names& path, std::vector<Member> members, std::uint32_t flags)
{
    auto before = places(path, Use::find);
    auto* point = at(path);
    if (!point) {
        points_.push_back({path, {}});
        point = &points_.back();
        if (flags & (abi::before | abi::after))
            for (auto& place : before) point->members.push_back({std::move(place), false});
    }
    auto& list = point->members;
    if (!(flags & (abi::before | abi::after))) list = std::move(members);
    else list.insert(flags & abi::before ? list.begin() : list.end(), members.begin(), members.end());
}

Result<> NameSpace::bind(std::string_view new_path, std::string_view old_path, std::uint32_t flags)
{
    if (new_path.starts_with('#')) {
        mount({MountId::local, clean(new_path.substr(1))}, old_path, flags);
        return {};
    }
    std::vector<Member> members;
    for (auto& place : resolve(new_path)) members.push_back({std::move(place), bool(flags & abi::create)});
    if (members.empty()) return fail(std::string(new_path) + ": " + styx::err::nonexist);
    put(clean(old_path), std::move(members), flags);
    return {};
}

void NameSpace::mount(Place place, std::string_view old_path, std::uint32_t flags)
{
    put(clean(old_path), {{std::move(place), bool(flags & abi::create)}}, flags);
}

Result<> NameSpace::unmount(std::string_view new_path, std::string_view old_path)
{
    auto path = clean(old_path);
    auto* point = at(path);
    if (!point) return fail(std::string(old_path) + ": nothing is mounted there");
    if (!new_path.empty()) {
        auto gone = resolve(new_path);
        std::erase_if(point->members, [&](auto& m) { return std::find(gone.begin(), gone.end(), m.at) != gone.end(); });
        if (!point->members.empty()) return {};
    }
    std::erase_if(points_, [&](auto& p) { return p.names == path; });
    return {};
}

Server& NameSpace::server(std::string address, std::string aname, bool files)
{
    for (auto& s : servers_)
        if (s.address == address && s.aname == aname) return s;
    auto id = MountId(std::uint32_t(servers_.back().id) + 1);
    return servers_.emplace_back(Server{id, std::move(address), std::move(aname), files});
}

const Server* NameSpace::find(MountId id) const
{
    auto i = std::find_if(servers_.begin(), servers_.end(), [&](auto& s) { return s.id == id; });
    return i == servers_.end() ? nullptr : &*i;
}

namespace {

std::string word(const std::string& s)
{
    auto is_plain = [](unsigned char c) { return c > ' ' && c != '\''; };
    if (!s.empty() && std::ranges::all_of(s, is_plain)) return s;
    std::string q = "'";
    for (char c : s) q += c == '\'' ? std::string("''") : std::string(1, c);
    return q + "'";
}

std::string flag_text(std::uint32_t flags, bool files)
{
    std::string letters;
    if (flags & abi::before) letters += 'b';
    if (flags & abi::after) letters += 'a';
    if (flags & abi::create) letters += 'c';
    if (files) letters += 'f';
    return letters.empty() ? "" : "-" + letters + " ";
}

}  // namespace

std::string NameSpace::print() const
{
    std::string out;
    for (auto& p : points_)
        for (std::size_t i = 0; i < p.members.size(); ++i) {
            auto& m = p.members[i];
            auto* s = find(m.at.server);
            auto flags = (i ? std::uint32_t(abi::after) : 0) | (m.create ? std::uint32_t(abi::create) : 0);
            bool is_local = m.at.server == MountId::local;
            out += is_local ? "bind " : "mount ";
            auto text = flag_text(flags, s->files);
            out += text.empty() && s->address.starts_with('-') ? "- " : text;  // lest it be read as flags
            if (is_local) out += word("#" + join(m.at.names).substr(1)) + " " + word(join(p.names));
            else out += word(s->address) + " " + word(join(p.names)) + " " + word(s->aname) + " " + word(join(m.at.names));
            out += "\n";
        }
    return out;
}

// mount [-abcf] address path [aname [below]]     bind [-abc] new old     unmount [new] old
Result<> NameSpace::run_line(std::string_view line)
{
    if (line.starts_with('#')) return {};
    auto words = styx::tokens(line);
    if (words.empty()) return {};
    auto verb = words[0];
    words.erase(words.begin());
    std::uint32_t flags = 0;
    bool files = false;
    if (!words.empty() && words[0].starts_with('-')) {
        for (char c : words[0].substr(1)) {
            if (c == 'b') flags |= abi::before;
            else if (c == 'a') flags |= abi::after;
            else if (c == 'c') flags |= abi::create;
            else if (c == 'f') files = true;
            else return fail("no such flag: -" + std::string(1, c));
        }
        words.erase(words.begin());
    }
    if (verb == "bind" && words.size() == 2) return bind(words[0], words[1], flags);
    if (verb == "unmount" && words.size() == 1) return unmount("", words[0]);
    if (verb == "unmount" && words.size() == 2) return unmount(words[0], words[1]);
    if (verb != "mount" || words.size() < 2 || words.size() > 4) return fail(verb + ": want mount, bind or unmount and its arguments");
    auto id = server(words[0], words.size() > 2 ? words[2] : "", files).id;
    mount({id, words.size() > 3 ? clean(words[3]) : Names{}}, words[1], flags);
    return {};
}

Result<NameSpace> NameSpace::parse(std::string_view text)
{
    NameSpace ns;
    DO(ns.add(text));
    return ns;
}

Result<NameSpace> NameSpace::read(const std::string& file)
{
    std::ifstream in(styx::path_of(file), std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in) return fail("cannot read the name space " + file);
    auto names = parse(text);
    if (!names) return fail(file + ": " + names.error().text);
    return names;
}

Result<> NameSpace::add(std::string_view text)
{
    for (int number = 1; !text.empty(); ++number) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (auto r = run_line(line); !r) return fail("name space, line " + std::to_string(number) + ": " + r.error().text);
    }
    return {};
}

// The servers first and with their numbers, which open files name.
void NameSpace::save(styx::Writer& w) const
{
    w.u32(std::uint32_t(servers_.size()));
    for (auto& s : servers_) w.u32(std::uint32_t(s.id)), w.text16(s.address), w.text16(s.aname), w.u8(s.files);
    w.text32(print());
}

Result<NameSpace> NameSpace::restore(styx::Reader& r)
{
    NameSpace ns;
    ns.servers_.clear();
    for (auto n = r.u32(); n > 0 && !r.bad; --n) {
        Server s{MountId(r.u32()), std::string(r.text16()), std::string(r.text16())};
        s.files = r.u8();
        ns.servers_.push_back(std::move(s));
    }
    auto text = r.text32();
    if (r.bad || ns.servers_.empty()) return fail("the image's name space is damaged");
    DO(ns.add(text));
    return ns;
}

}  // namespace runtime
