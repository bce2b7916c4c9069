// Where the files of fonts are: those that are installed, by the names they have there, and those that were kept, by the
// hash of their content.
#pragma once

#include "styx/mapped_file.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace draw::text {

// What was kept of fonts that may go from the system (runtime/image/known_fonts.h); nothing by itself.
struct KeptFonts {
    // The file of that hash; none if it is not kept.
    std::function<std::optional<std::string>(const std::string& hash)> path = [](auto&) { return std::nullopt; };
    // A program is given glyph numbers of this file, and must find it again.
    std::function<void(const std::string& hash, std::string_view bytes)> keep = [](auto&, auto) {};
};

class FontFiles {
  public:
    // A file is looked for in the directories in order, and in all below them.
    explicit FontFiles(std::vector<std::string> directories) : directories_(std::move(directories)) {}

    // Of a name without directories. Error: "NAME: file does not exist", the system's.
    Result<styx::MappedFile> open(const std::string& name);

  private:
    void look();

    std::vector<std::string> directories_;
    bool has_looked_ = false;
    std::map<std::string, std::string> paths_;  // by name
};

}  // namespace draw::text
