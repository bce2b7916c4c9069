#include "runtime/op.h"

namespace runtime {

bool Op::changes_the_world() const
{
    switch (kind) {
    case Kind::write:
    case Kind::create:
    case Kind::remove:
    case Kind::wstat:
    case Kind::fwstat:
    case Kind::rename: return true;
    case Kind::open: return mode & styx::OTRUNC;
    default: return false;
    }
}

OpId Ops::add(Op op)
{
    auto id = OpId(next++);
    all[id] = std::move(op);
    return id;
}

Op* Ops::find(OpId id)
{
    auto i = all.find(id);
    return i == all.end() ? nullptr : &i->second;
}

std::optional<OpId> Ops::first_answered() const
{
    for (auto& [id, op] : all)
        if (op.asked_async && op.done) return id;
    return std::nullopt;
}

namespace {

// Each field once, for save and restore alike.
void fields(auto& op, auto&& f)
{
    f(op.kind), f(op.asked_async), f(op.fd), f(op.path), f(op.other), f(op.mode), f(op.perm), f(op.offset), f(op.count);
    f(op.data), f(op.due), f(op.sent), f(op.done), f(op.error), f(op.value), f(op.bytes);
}

struct Save {
    styx::Writer& w;
    void operator()(const std::string& s) { w.text32(s); }
    void operator()(Op::Kind k) { w.u8(std::uint8_t(k)); }
    void operator()(bool b) { w.u8(b); }
    void operator()(std::integral auto n) { w.number(n); }
};

struct Restore {
    styx::Reader& r;
    void operator()(std::string& s) { s = r.text32(); }
    void operator()(Op::Kind& k)
    {
        auto n = r.u8();
        r.bad |= n > std::uint8_t(Op::Kind::mount);
        k = Op::Kind(n);
    }
    void operator()(bool& b) { b = r.u8() != 0; }
    void operator()(std::integral auto& n) { n = r.number<std::remove_reference_t<decltype(n)>>(); }
};

}  // namespace

void Ops::save(styx::Writer& w) const
{
    w.u32(next);
    w.u32(std::uint32_t(all.size()));
    for (auto& [id, op] : all) {
        w.u32(std::uint32_t(id));
        fields(op, Save{w});
    }
}

Result<Ops> Ops::restore(styx::Reader& r)
{
    Ops ops;
    ops.next = r.u32();
    for (auto n = r.u32(); n > 0 && !r.bad; --n) {
        auto id = OpId(r.u32());
        fields(ops.all[id], Restore{r});
    }
    if (r.bad) return fail("the image's calls are damaged");
    return ops;
}

}  // namespace runtime
