#include "runtime/engine/translate.h"

#include "runtime/engine/native_text.h"
#include "runtime/engine/prepare/source.h"
#include "styx/digest.h"

#include <wabt/apply-names.h>
#include <wabt/binary-reader-ir.h>
#include <wabt/binary-reader.h>
#include <wabt/c-writer.h>
#include <wabt/generate-names.h>
#include <wabt/ir.h>
#include <wabt/stream.h>
#include <wabt/validator.h>

namespace runtime {
namespace {

std::string text_of(wabt::MemoryStream& stream)
{
    auto& bytes = stream.output_buffer().data;
    return {bytes.begin(), bytes.end()};
}

// Only the first is told: the others often follow from it.
std::unexpected<Error> no_translation(const wabt::Errors& errors)
{
    return fail("cannot translate module: " + (errors.empty() ? "it holds what is not supported" : errors[0].message));
}

}  // namespace

// As wasm2c -n app goes about it (WABT 1.0.32, src/tools/wasm2c.cc).
Result<std::string> translate(std::string_view prepared)
{
    wabt::Features features;
    wabt::Errors errors;
    wabt::Module module;
    wabt::ReadBinaryOptions options(features, nullptr, true, true, true);
    if (Failed(wabt::ReadBinaryIr("module", prepared.data(), prepared.size(), options, &errors, &module)))
        return no_translation(errors);
    if (Failed(wabt::ValidateModule(&module, &errors, wabt::ValidateOptions(features)))) return no_translation(errors);
    if (Failed(wabt::GenerateNames(&module))) return no_translation(errors);
    (void)wabt::ApplyNames(&module);  // a name that cannot be applied is one that is not used
    wabt::MemoryStream c, h;
    wabt::WriteCOptions write;
    write.module_name = "app";
    if (Failed(wabt::WriteC(&c, &h, "app.h", &module, write))) return no_translation(errors);
    return prepare::join({styx::sha256(prepared), native_bare, native_glue_h, text_of(h), text_of(c), native_glue_c});
}

}  // namespace runtime
