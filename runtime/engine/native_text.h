// The text of native/, which becomes part of every module's C. native_text.cc is made of it when Ninth is built.
#pragma once

namespace runtime {

extern const char native_bare[], native_glue_h[], native_glue_c[];

}  // namespace runtime
