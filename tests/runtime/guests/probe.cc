// Does what its arguments say, one after the other, and prints what came of each on standard error:
//   read PATH   write PATH TEXT   create PATH TEXT   list PATH   remove PATH   stat PATH   bind NEW OLD   after NEW OLD
//   mount ADDRESS OLD   unmount OLD   getenv NAME   libc PATH TEXT   wait
#include "runtime/guest/sys.h"

#include <cstdio>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <span>
#include <string_view>

namespace {

namespace abi = ninth::abi;
using Words = std::span<char*>;
using Text = Result<std::string>;

Text done(const Result<>& r) { return r ? Text("done") : Text(fail(r.error())); }

Text libc(Words w)  // through libc's own files
{
    auto* f = std::fopen(w[0], "w+");
    if (!f) return fail(std::string("fopen: ") + std::strerror(errno));
    std::fputs(w[1], f);
    std::rewind(f);
    char text[100] = "";
    auto n = std::fread(text, 1, sizeof text - 1, f);
    std::fclose(f);
    return std::string(text, n);
}

Text create(Words w)
{
    int fd = TRY(ninth::create(w[0], 0600, styx::OWRITE));
    DO(ninth::write(fd, w[1]));
    return done(ninth::close(fd));
}

Text list(Words w)
{
    auto* d = opendir(w[0]);
    if (!d) return fail("no such directory");
    std::string names;
    while (auto* e = readdir(d))
        if (e->d_name[0] != '.') names += std::string(names.empty() ? "" : " ") + e->d_name;
    closedir(d);
    return names;
}

Text stat(Words w)
{
    auto s = TRY(ninth::stat(w[0]));
    return s.name + " " + std::to_string(s.length) + (s.is_dir() ? " directory" : "");
}

Text variable(Words w)
{
    auto* value = std::getenv(w[0]);
    return value ? Text(value) : Text(fail("not set"));
}

Text wait(Words)
{
    for (;;)
        if (auto c = ninth::await(); c && c->kind == abi::Kind::thawed) return "thawed " + std::to_string(styx::Reader{std::string_view(c->bytes).substr(8)}.u32());
}

struct Row {
    std::string_view verb;
    std::size_t words;
    Text (*run)(Words);
};
constexpr Row rows[] = {
    {"read", 1, [](Words w) -> Text { return ninth::read_file(w[0]); }},
    {"write", 2, [](Words w) -> Text { return done(ninth::write_file(w[0], w[1])); }},
    {"create", 2, create},
    {"list", 1, list},
    {"remove", 1, [](Words w) -> Text { return done(ninth::remove(w[0])); }},
    {"stat", 1, stat},
    {"bind", 2, [](Words w) -> Text { return done(ninth::bind(w[0], w[1])); }},
    {"after", 2, [](Words w) -> Text { return done(ninth::bind(w[0], w[1], abi::after)); }},
    {"mount", 2, [](Words w) -> Text { return done(ninth::mount(w[0], w[1])); }},
    {"unmount", 1, [](Words w) -> Text { return done(ninth::unmount("", w[0])); }},
    {"getenv", 1, variable},
    {"libc", 2, libc},
    {"wait", 0, wait},
};

}  // namespace

int main(int count, char** words)
{
    for (Words rest(words + 1, std::size_t(count - 1)); !rest.empty();) {
        std::string_view verb = rest[0];
        rest = rest.subspan(1);
        for (auto& row : rows) {
            if (row.verb != verb || rest.size() < row.words) continue;
            auto said = row.run(rest.first(row.words));
            rest = rest.subspan(row.words);
            std::fprintf(stderr, "%s: %s\n", row.verb.data(), said ? said->c_str() : ("error " + said.error().text).c_str());
            break;
        }
    }
}
