#include "runtime/engine/prepare/polls.h"

#include "runtime/engine/prepare/cycles.h"

#include <algorithm>
#include <string_view>

namespace prepare {

namespace {

constexpr std::string_view leaf_functions[] = {
    "dlmalloc", "dlfree", "dlcalloc", "dlrealloc",     "malloc", "free",   "calloc",  "realloc", "sbrk",        "dispose_chunk",
    "memcpy",   "memmove", "memset",  "memchr",        "memcmp", "strlen", "strcmp",  "strncmp", "strchr",      "__strchrnul",
};

// A tree's destructor calls itself, as deep as the tree is high, and every frame that holds a map would be suspendable.
bool is_tree_destructor(std::string_view name)
{
    return name.find("__tree") != name.npos && name.find("destroy") != name.npos;
}

bool is_leaf(std::string_view name)
{
    return std::find(std::begin(leaf_functions), std::end(leaf_functions), name) != std::end(leaf_functions) ||
           is_tree_destructor(name);
}

using Expression = BinaryenExpressionRef;

// What an expression holds somewhere inside.
struct Holds {
    bool loop = false, call = false;
    void operator|=(Holds other) { loop |= other.loop, call |= other.call; }
};

class Walker {
  public:
    explicit Walker(BinaryenModuleRef module) : module_(module) {}
    Holds walk(Expression e, int loops);
    Expression poll_then(Expression body)
    {
        Expression both[] = {poll(), body};
        return BinaryenBlock(module_, nullptr, both, 2, BinaryenExpressionGetType(body));
    }
    CallGraph graph;
    std::string_view caller;

  private:
    Holds walk_loop(Expression loop, int loops);
    template <class Count, class At> Holds walk_list(Expression e, int loops, Count count, At at)
    {
        Holds h;
        for (BinaryenIndex i = 0, n = count(e); i < n; ++i) h |= walk(at(e, i), loops);
        return h;
    }
    Holds walk_all(std::initializer_list<Expression> list, int loops)
    {
        Holds h;
        for (auto e : list) h |= walk(e, loops);
        return h;
    }
    Expression poll()
    {
        auto call = BinaryenCall(module_, "ninth_poll", nullptr, 0, BinaryenTypeNone());
        return BinaryenIf(module_, BinaryenGlobalGet(module_, "__ninth_poll", BinaryenTypeInt32()), call, nullptr);
    }
    BinaryenModuleRef module_;
};

Holds Walker::walk_loop(Expression loop, int loops)
{
    auto body = BinaryenLoopGetBody(loop);
    auto inside = walk(body, loops + 1);
    bool is_short = !inside.loop && !inside.call && loops > 0;
    if (!is_short) BinaryenLoopSetBody(loop, poll_then(body));
    inside.loop = true;
    return inside;
}

Holds Walker::walk(Expression e, int loops)
{
    if (!e) return {};
    auto id = BinaryenExpressionGetId(e);
    auto is = [&](BinaryenExpressionId (*kind)()) { return id == kind(); };
    if (is(BinaryenLoopId)) return walk_loop(e, loops);
    if (is(BinaryenBlockId)) return walk_list(e, loops, BinaryenBlockGetNumChildren, BinaryenBlockGetChildAt);
    if (is(BinaryenIfId)) return walk_all({BinaryenIfGetCondition(e), BinaryenIfGetIfTrue(e), BinaryenIfGetIfFalse(e)}, loops);
    if (is(BinaryenBreakId)) return walk_all({BinaryenBreakGetCondition(e), BinaryenBreakGetValue(e)}, loops);
    if (is(BinaryenSwitchId)) return walk_all({BinaryenSwitchGetCondition(e), BinaryenSwitchGetValue(e)}, loops);
    if (is(BinaryenCallId)) {
        auto h = walk_list(e, loops, BinaryenCallGetNumOperands, BinaryenCallGetOperandAt);
        h.call = true;
        graph[caller].insert(BinaryenCallGetTarget(e));
        return h;
    }
    if (is(BinaryenCallIndirectId)) {
        auto h = walk_list(e, loops, BinaryenCallIndirectGetNumOperands, BinaryenCallIndirectGetOperandAt);
        h |= walk(BinaryenCallIndirectGetTarget(e), loops);
        h.call = true;
        return h;
    }
    if (is(BinaryenLocalSetId)) return walk(BinaryenLocalSetGetValue(e), loops);
    if (is(BinaryenGlobalSetId)) return walk(BinaryenGlobalSetGetValue(e), loops);
    if (is(BinaryenLoadId)) return walk(BinaryenLoadGetPtr(e), loops);
    if (is(BinaryenStoreId)) return walk_all({BinaryenStoreGetPtr(e), BinaryenStoreGetValue(e)}, loops);
    if (is(BinaryenUnaryId)) return walk(BinaryenUnaryGetValue(e), loops);
    if (is(BinaryenBinaryId)) return walk_all({BinaryenBinaryGetLeft(e), BinaryenBinaryGetRight(e)}, loops);
    if (is(BinaryenSelectId))
        return walk_all({BinaryenSelectGetIfTrue(e), BinaryenSelectGetIfFalse(e), BinaryenSelectGetCondition(e)}, loops);
    if (is(BinaryenDropId)) return walk(BinaryenDropGetValue(e), loops);
    if (is(BinaryenReturnId)) return walk(BinaryenReturnGetValue(e), loops);
    if (is(BinaryenMemoryGrowId)) return walk(BinaryenMemoryGrowGetDelta(e), loops);
    if (is(BinaryenMemoryCopyId))
        return walk_all({BinaryenMemoryCopyGetDest(e), BinaryenMemoryCopyGetSource(e), BinaryenMemoryCopyGetSize(e)}, loops);
    if (is(BinaryenMemoryFillId))
        return walk_all({BinaryenMemoryFillGetDest(e), BinaryenMemoryFillGetValue(e), BinaryenMemoryFillGetSize(e)}, loops);
    return {};
}

}  // namespace

void add_polls(BinaryenModuleRef module)
{
    BinaryenAddFunctionImport(module, "ninth_poll", "ninth", "poll", BinaryenTypeNone(), BinaryenTypeNone());
    BinaryenAddGlobal(module, "__ninth_poll", BinaryenTypeInt32(), true, BinaryenConst(module, BinaryenLiteralInt32(0)));
    BinaryenAddGlobalExport(module, "__ninth_poll", "__ninth_poll");
    Walker walker(module);
    for (BinaryenIndex i = 0, n = BinaryenGetNumFunctions(module); i < n; ++i) {
        auto f = BinaryenGetFunctionByIndex(module, i);
        auto body = BinaryenFunctionGetBody(f);
        walker.caller = BinaryenFunctionGetName(f);
        if (body && !is_leaf(walker.caller)) walker.walk(body, 0);
    }
    for (auto name : functions_on_cycles(walker.graph)) {
        auto f = BinaryenGetFunction(module, name.data());
        BinaryenFunctionSetBody(f, walker.poll_then(BinaryenFunctionGetBody(f)));
    }
}

}  // namespace prepare
