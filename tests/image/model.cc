#include "model.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace tests {

using namespace runtime::image;

std::string in_memory()
{
    std::error_code none;
    return std::filesystem::is_directory("/dev/shm", none) ? "/dev/shm" : std::filesystem::temp_directory_path().generic_string();
}

Moment moment_of(const Image& image)
{
    Moment m{image.generation, image.sequence, image.time, image.cause, image.state, {}};
    for (auto& [id, region] : image.regions) {
        m.memory[id] = std::string(region.size, 0);
        copy_pages(region, m.memory[id]);
    }
    return m;
}

std::ostream& operator<<(std::ostream& out, const Moment& m)
{
    out << "record " << m.sequence << " of generation " << m.generation << " at " << m.time << ", " << m.cause;
    for (auto& [id, bytes] : m.memory)
        out << ", region " << int(id) << " " << bytes.size() << " bytes " << std::hash<std::string>{}(bytes);
    return out;
}

Life::Life(unsigned seed) : random_(seed)
{
    now.memory[0] = std::string(8 * page_size, 0);
    now.memory[7] = std::string(3 * page_size, 0);
}

void Life::write_page(std::uint8_t region, std::uint32_t page)
{
    std::span<char> bytes(&now.memory[region][page * page_size], page_size);
    switch (chance(4)) {
    case 0: std::ranges::fill(bytes, 0); break;
    case 1: std::ranges::generate(bytes, [&] { return char(random_()); }); break;
    case 2: std::ranges::fill(bytes, char('a' + chance(26))); break;
    case 3: bytes[std::size_t(chance(page_size))] = char(random_()); break;
    }
    dirty_[region].insert(page);
}

void Life::resize(std::uint8_t region)
{
    now.memory[region].resize(std::size_t(chance(12)) * page_size);
    auto pages = std::uint32_t(now.memory[region].size() / page_size);
    dirty_[region].erase(dirty_[region].lower_bound(pages), dirty_[region].end());
}

void Life::live()
{
    for (auto& [id, bytes] : now.memory) {
        if (chance(6) == 0) resize(id);
        auto pages = int(bytes.size() / page_size);
        for (int n = pages > 0 ? chance(4) : 0; n > 0; --n) write_page(id, std::uint32_t(chance(pages)));
    }
    now.state.assign(std::size_t(chance(200)), char(random_()));
    now.cause = chance(2) ? "input" : "asked";
    now.time += std::uint64_t(chance(2000));
    now.generation += chance(8) == 0;
    now.sequence++;
}

std::vector<PageRun> Life::runs(std::uint8_t region, Kind kind) const
{
    std::string_view bytes = now.memory.at(region);
    if (kind == Kind::base) return {{0, bytes}};
    std::vector<PageRun> runs;
    if (auto dirty = dirty_.find(region); dirty != dirty_.end())
        for (auto page : dirty->second) runs.push_back({page, bytes.substr(page * page_size, page_size)});
    return runs;
}

Record Life::record(Kind kind)
{
    Record r{now.generation, now.sequence, now.time, kind, now.cause, now.state, {}};
    for (auto& [id, bytes] : now.memory) r.regions.push_back({id, bytes.size(), runs(id, kind)});
    dirty_.clear();
    return r;
}

std::vector<Moment> write_life(const std::string& directory, unsigned seed, int count, int base_every)
{
    auto log = Log::open(directory);
    if (!log) std::abort();
    Life life(seed);
    std::vector<Moment> moments;
    for (int i = 0; i < count; ++i) {
        life.live();
        if (!log->append(life.record(i % base_every == 0 ? Kind::base : Kind::delta))) std::abort();
        moments.push_back(life.now);
    }
    return moments;
}

std::vector<std::string> segments(const std::string& directory)
{
    std::vector<std::string> paths;
    auto names = segment_names(directory).value();
    for (auto& name : names) paths.push_back(directory + "/" + name.file());
    return paths;
}

std::string read_all(const std::string& path)
{
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

void write_all(const std::string& path, std::string_view bytes)
{
    std::ofstream(path, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
}

std::vector<std::uint64_t> record_offsets(const std::string& segment)
{
    auto name = SegmentName::parse(std::filesystem::path(segment).filename().string()).value();
    auto scanned = scan(File::open(segment).value(), name).value();
    std::vector<std::uint64_t> offsets{0};
    for (auto& entry : scanned.entries) offsets.push_back(entry.end());
    return offsets;
}

}  // namespace tests
