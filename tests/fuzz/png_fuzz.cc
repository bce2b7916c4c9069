// Any bytes as a PNG file: what is read is written and read alike.
#include "draw/png.h"

#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace {

struct File {  // of this run, gone with it
    std::string path =
        (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + std::string("/png-fuzz-") + std::to_string(getpid());
    ~File() { unlink(path.c_str()); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    static File file;
    std::ofstream(file.path, std::ios::binary).write(reinterpret_cast<const char*>(bytes), std::streamsize(size));
    draw::HeapArena arena(1 << 24);
    auto image = draw::read_png(file.path, arena);
    if (!image) return 0;
    if (!draw::write_png(file.path, **image)) std::abort();
    auto again = draw::read_png(file.path, arena);
    if (!again) return 0;  // the arena may hold one only
    auto r = (*image)->r();
    if ((*again)->r() != r) std::abort();
    for (int y = r.min.y; y < r.max.y; y += 7)
        for (int x = r.min.x; x < r.max.x; x += 5)
            if ((*image)->argb({x, y}) != (*again)->argb({x, y})) std::abort();
    return 0;
}
