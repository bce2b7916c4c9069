#include "runtime/engine/prepare/source.h"

#include "runtime/engine/prepare/table.h"

#include <sstream>
#include <vector>

namespace prepare {

namespace {

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// Two lines of wasm2c are changed. The flag is set from another thread, so the compiler must read it at each poll; and
// the barrier at each load keeps alive loads nobody uses, at a fifth of the instructions of a matrix product (measured).
std::string changed(std::string line)
{
    if (line.starts_with("  u32 w2c___ninth_poll;")) return "  volatile u32 w2c___ninth_poll;";
    if (line == "#define wasm_asm __asm__") return "#define wasm_asm(x)";
    return line;
}

std::string without_includes(const std::string& text)
{
    std::string out;
    for (auto& line : lines_of(text))
        if (!line.starts_with("#include")) out += changed(line) + "\n";
    return out;
}

char letter_of(std::string_view c_type)
{
    return c_type == "u32" ? 'i' : c_type == "u64" ? 'I' : c_type == "f32" ? 'f' : 'F';
}

// Globals are the scalar fields of the instance, and wasm2c's header says which import modules it takes, in what order.
std::string definitions(const Parts& parts)
{
    std::string globals = "#define APP_GLOBALS(G)", call = "#define APP_INSTANTIATE(i, k) Z_app_instantiate(i", table = "0";
    for (auto& line : lines_of(parts.app_h)) {
        for (std::string type : {"u32", "u64", "f32", "f64"})
            if (line.starts_with("  " + type + " w2c_"))
                globals += std::string(" G('") + letter_of(type) + "', " + line.substr(6, line.find(';') - 6) + ")";
        if (line.starts_with("  wasm_rt_funcref_table_t ")) table = "app." + line.substr(26, line.find(';') - 26) + ".size";
        if (!line.starts_with("void Z_app_instantiate(")) continue;
        for (auto at = line.find("struct "); at != line.npos; at = line.find("struct ", at + 1))
            call += ", (" + line.substr(at, line.find('*', at) + 1 - at) + ")(k)";
    }
    return globals + "\n" + call + ")\n#define APP_TABLE_SIZE " + table + "\n#define APP_IDENTITY \"" + parts.identity +
           "\"\n\nstatic const struct ninth_host* host;\nstatic void* self;\nstatic Z_app_instance_t app;\n\n";
}

std::string c_type(char letter) { return letter == 'I' ? "u64" : letter == 'v' ? "void" : "u32"; }

std::string import_function(const Row& row, std::size_t number)
{
    auto prefix = "Z_" + row.wasm_module();
    std::string parameters = "struct " + prefix + "_instance_t* k", values;
    for (std::size_t i = 0; i < row.arguments.size(); ++i) {
        auto a = "a" + std::to_string(i);
        parameters += ", " + c_type(row.arguments[i]) + " " + a;
        values += a + ", ";
    }
    auto result = c_type(row.result[0]);
    return result + " " + prefix + "Z_" + std::string(row.name) + "(" + parameters + ")\n{\n    const uint64_t row[] = {" +
           values + "0};\n    " + (result == "void" ? "(void)" : "return (" + result + ")") + "host->call(k, " +
           std::to_string(number) + ", row);\n}\n\n";
}

std::string import_functions(const std::string& app_h)
{
    std::string out;
    std::size_t number = 0;
    for (auto& row : rows) {
        if (app_h.find(" Z_" + row.wasm_module() + "Z_" + std::string(row.name) + "(") != app_h.npos)
            out += import_function(row, number);
        ++number;
    }
    return out;
}

}  // namespace

std::string join(const Parts& parts)
{
    return without_includes(parts.bare) + without_includes(parts.glue_h) + without_includes(parts.app_h) +
           without_includes(parts.app_c) + definitions(parts) + import_functions(parts.app_h) + without_includes(parts.glue_c);
}

}  // namespace prepare
