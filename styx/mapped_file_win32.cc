#include "styx/mapped_file.h"

#include "styx/handle_win32.h"
#include "styx/text_win32.h"

namespace styx {

void MappedFile::Unmap::operator()(const char* data) const { UnmapViewOfFile(data); }

// Shared with who deletes it. Windows lets nobody cut a mapped file short, and may keep it from being replaced meanwhile.
Result<MappedFile> MappedFile::open(const std::string& path)
{
    auto failed = [&path] { return fail(path + ": " + system_reason(GetLastError())); };
    OwnHandle file(CreateFileW(wide(path).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                               FILE_ATTRIBUTE_NORMAL, nullptr));
    if (file.get() == INVALID_HANDLE_VALUE) {
        file.release();
        return failed();
    }
    LARGE_INTEGER size{};
    if (!GetFileSizeEx(file.get(), &size)) return failed();
    if (size.QuadPart == 0) return MappedFile({nullptr, Unmap{}});
    OwnHandle mapping(CreateFileMappingW(file.get(), nullptr, PAGE_READONLY, 0, 0, nullptr));
    if (!mapping) return failed();
    auto* data = static_cast<const char*>(MapViewOfFile(mapping.get(), FILE_MAP_READ, 0, 0, 0));
    if (!data) return failed();
    return MappedFile({data, Unmap{std::size_t(size.QuadPart)}});
}

}  // namespace styx
