#include "runtime/engine/prepare/contract.h"

#include "runtime/engine/prepare/table.h"

#include <vector>

namespace prepare {

namespace {

std::string letters_of(BinaryenType type)
{
    std::vector<BinaryenType> types(BinaryenTypeArity(type));
    BinaryenTypeExpand(type, types.data());
    std::string letters;
    for (auto t : types) letters += t == BinaryenTypeInt32() ? 'i' : t == BinaryenTypeInt64() ? 'I' : '?';
    return letters;
}

const Row* find_row(std::string_view module, std::string_view name)
{
    for (auto& row : rows)
        if (row.wasm_module() == module && row.name == name) return &row;
    return nullptr;
}

bool has_types(BinaryenFunctionRef f, const Row& row)
{
    auto result = letters_of(BinaryenFunctionGetResults(f));
    return letters_of(BinaryenFunctionGetParams(f)) == row.arguments && (result.empty() ? "v" : result) == row.result;
}

std::string complaint_about_imports(BinaryenModuleRef module)
{
    for (BinaryenIndex i = 0, n = BinaryenGetNumFunctions(module); i < n; ++i) {
        auto f = BinaryenGetFunctionByIndex(module, i);
        std::string from = BinaryenFunctionImportGetModule(f), name = BinaryenFunctionImportGetBase(f);
        if (from.empty()) continue;
        auto* row = find_row(from, name);
        if (!row) return "it imports " + from + "." + name + ", which Ninth does not have";
        if (!has_types(f, *row)) return "it imports " + from + "." + name + " with other types";
    }
    return {};
}

bool exports(BinaryenModuleRef module, const char* name, BinaryenExternalKind kind)
{
    auto e = BinaryenGetExport(module, name);
    return e && BinaryenExportGetKind(e) == kind;
}

}  // namespace

std::string complaint(BinaryenModuleRef module)
{
    if (auto why = complaint_about_imports(module); !why.empty()) return why;
    if (!exports(module, "_start", BinaryenExternalFunction())) return "it exports no _start, so it is no program";
    if (!exports(module, "memory", BinaryenExternalMemory())) return "it exports no memory";
    return {};
}

std::string suspending_imports()
{
    std::string list;
    for (auto& row : rows)
        if (row.waits) list += (list.empty() ? "" : ",") + row.wasm_module() + "." + std::string(row.name);
    return list;
}

}  // namespace prepare
