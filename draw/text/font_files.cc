#include "draw/text/font_files.h"

#include "styx/path.h"

namespace draw::text {

namespace fs = std::filesystem;

void FontFiles::look()
{
    for (const std::string& directory : directories_) {
        std::error_code error;
        fs::recursive_directory_iterator entry(styx::path_of(directory), fs::directory_options::skip_permission_denied, error), end;
        for (; !error && entry != end; entry.increment(error))
            if (entry->is_regular_file(error)) paths_.emplace(styx::text_of(entry->path().filename()), styx::text_of(entry->path()));
    }
    has_looked_ = true;
}

Result<styx::MappedFile> FontFiles::open(const std::string& name)
{
    if (!has_looked_) look();
    auto at = paths_.find(name);
    if (at == paths_.end()) return fail(name + ": file does not exist");
    return styx::MappedFile::open(at->second);
}

}  // namespace draw::text
