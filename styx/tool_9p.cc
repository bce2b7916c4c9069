#include "styx/tool_9p.h"

#include "styx/errors.h"
#include "styx/places.h"
#include "styx/proxy.h"
#include "styx/remote.h"
#include "styx/standard_input.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace styx {
namespace {

constexpr std::uint64_t forever = ~std::uint64_t(0);

struct Options {
    bool is_long = false, is_directory = false, shows_trace = false;
    std::string aname;
    std::uint64_t msec = forever;
};

struct Job {
    Options options;
    std::string address, path;  // as given
    std::unique_ptr<Remote> remote;  // null for trace
};

struct Row {
    std::string_view name, arguments;
    std::size_t least, most;      // words after the verb
    Result<> (*run)(Job&);
    std::string_view help;
};

Result<> put(std::string_view bytes)
{
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() && std::fflush(stdout) == 0) return {};
    return fail("cannot write standard output");
}

std::string mode_text(std::uint32_t mode)
{
    std::string s;
    s += mode & DMDIR ? 'd' : mode & DMAPPEND ? 'a' : '-';
    s += mode & DMEXCL ? 'l' : '-';
    for (int bit = 8; bit >= 0; --bit) s += mode >> bit & 1 ? "xwr"[bit % 3] : '-';
    return s;
}

std::string long_line(const Stat& s)
{
    char date[32];
    auto at = std::time_t(s.mtime);
    std::strftime(date, sizeof date, "%Y-%m-%d %H:%M", std::gmtime(&at));
    char line[128];
    std::snprintf(line, sizeof line, " %-8.32s %-8.32s %10llu %s ", s.uid.c_str(), s.gid.c_str(),
                  static_cast<unsigned long long>(s.length), date);
    return mode_text(s.mode) + line + s.name;
}

Result<> ls(Job& job)
{
    auto self = TRY(job.remote->stat(job.path));
    std::vector<Stat> entries = {self};
    if (self.is_dir()) entries = TRY(job.remote->list(job.path));
    std::ranges::sort(entries, {}, &Stat::name);
    for (auto& s : entries) DO(put((job.options.is_long ? long_line(s) : s.name) + "\n"));
    return {};
}

Result<> read(Job& job)
{
    auto f = TRY(job.remote->open(job.path, OREAD));
    if (f.qid.is_dir()) return fail(err::is_dir);
    for (std::uint64_t offset = 0;;) {
        auto piece = TRY(job.remote->read(f, offset, f.iounit));
        if (piece.empty()) break;
        offset += piece.size();
        DO(put(piece));
    }
    job.remote->close(f);
    return {};
}

Result<> write_piece(Remote& remote, const OpenFile& f, std::uint64_t offset, std::string_view piece)
{
    while (!piece.empty()) {
        auto n = TRY(remote.write(f, offset, piece));
        if (n == 0 || n > piece.size()) return fail("the server took nothing of a write");
        piece.remove_prefix(n);
        offset += n;
    }
    return {};
}

Result<> write(Job& job)
{
    auto f = TRY(job.remote->open(job.path, OWRITE | OTRUNC));
    for (std::uint64_t offset = 0;;) {
        auto piece = TRY(read_standard_input(f.iounit));
        if (piece.empty()) break;
        DO(write_piece(*job.remote, f, offset, piece));
        offset += piece.size();
    }
    job.remote->close(f);
    return {};
}

Result<> stat(Job& job)
{
    auto s = TRY(job.remote->stat(job.path));
    std::string prefix = "Rstat tag 0 ";
    return put(print(Message{Tag{}, Rstat{s}}).substr(prefix.size()) + "\n");
}

Result<> create(Job& job) { return job.remote->create(job.path, job.options.is_directory ? DMDIR | 0777 : 0666); }
Result<> rm(Job& job) { return job.remote->remove(job.path); }

Result<std::string> dial_string(const std::string& word)
{
    if (word.find('!') != word.npos) return word;
    auto places = TRY(Places::find());
    if (word == "display") return places.display;
    if (word == "session") return places.session;
    return places.post(word);
}

// Here the first word is where to listen, the second what to trace.
Result<> trace(Job& job)
{
    auto here = TRY(dial_string(job.address)), there = TRY(dial_string(job.path));
    Loop loop;
    Proxy proxy(loop, there, trace_to(stdout));
    auto listener = TRY(loop.listen(here, [&](auto client) { proxy.serve(std::move(client)); }));
    DO(put("# " + listener->address() + " to " + there + "\n"));
    loop.run();
    return {};
}

constexpr Row rows[] = {
    {"ls", "[-l] ADDR [PATH]", 1, 2, ls, "names in a directory, or of a file; -l: with mode, owner, length, date (UTC)"},
    {"read", "ADDR PATH", 2, 2, read, "a file to standard output, each piece as it comes"},
    {"write", "ADDR PATH", 2, 2, write, "standard input to a file, each piece as it comes"},
    {"stat", "ADDR [PATH]", 1, 2, stat, "a directory entry, field by field"},
    {"create", "[-d] ADDR PATH", 2, 2, create, "an empty file; -d: a directory"},
    {"rm", "ADDR PATH", 2, 2, rm, "removes a file or an empty directory"},
    {"trace", "LISTEN_ADDR ADDR", 2, 2, trace, "stands between and prints the conversation, as a .9p test has it"},
};

std::string usage()
{
    std::string out = "usage: ninth 9p VERB [-D] [-a ANAME] [-t SECONDS] ...\n\n";
    for (auto& row : rows) {
        auto line = "  " + std::string(row.name) + " " + std::string(row.arguments);
        line.resize(std::max<std::size_t>(line.size() + 2, 30), ' ');
        out += line + std::string(row.help) + "\n";
    }
    return out + "\nADDR is unix!path, tcp!host!port, or the name of a service of this desktop: display, session, host\n"
                 "  -D          prints the conversation on standard error\n"
                 "  -a ANAME    attaches to that tree of the server\n"
                 "  -t SECONDS  fails a call that takes longer; without it a call waits as long as it must\n";
}

struct CommandLine {
    Options options;
    std::vector<std::string> words;
    bool wants_help = false;
};

Result<std::uint64_t> seconds(std::string_view word)
{
    unsigned n = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
    if (error != std::errc() || end != word.data() + word.size()) return fail("-t wants a number of seconds");
    return std::uint64_t(n) * 1000;
}

Result<CommandLine> parse_command_line(std::span<const std::string_view> arguments)
{
    CommandLine c;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto word = arguments[i];
        bool has_value = word == "-a" || word == "-t";
        if (has_value && i + 1 == arguments.size()) return fail(std::string(word) + " wants a value");
        if (word == "-a") c.options.aname = arguments[++i];
        else if (word == "-t") c.options.msec = TRY(seconds(arguments[++i]));
        else if (word == "-D") c.options.shows_trace = true;
        else if (word == "-l") c.options.is_long = true;
        else if (word == "-d") c.options.is_directory = true;
        else if (word == "--help" || word == "-h") c.wants_help = true;
        else if (word.starts_with('-')) return fail("no option " + std::string(word));
        else c.words.emplace_back(word);
    }
    return c;
}

int wrong(const std::string& why)
{
    std::fprintf(stderr, "ninth 9p: %s\n", why.c_str());
    return 2;
}

Result<> run(const Row& row, Job& job)
{
    if (row.run == trace) return trace(job);
    Remote::Wrap wrap;
    if (job.options.shows_trace) wrap = [](auto channel) { return traced(std::move(channel), trace_to(stderr)); };
    auto address = TRY(dial_string(job.address));
    job.remote = TRY(Remote::dial(address, job.options.aname, job.options.msec, {}, wrap));
    return row.run(job);
}

}  // namespace

int tool_9p(std::span<const std::string_view> arguments)
{
    ignore_broken_pipes();
    auto line = parse_command_line(arguments);
    if (!line) return wrong(line.error().text);
    if (line->wants_help) return put(usage()) ? 0 : 1;
    if (line->words.empty()) return std::fputs(usage().c_str(), stderr), 2;
    auto& words = line->words;
    auto row = std::ranges::find(rows, std::string_view(words[0]), &Row::name);
    if (row == std::end(rows)) return wrong("no verb " + words[0] + "; try ninth 9p --help");
    auto given = words.size() - 1;
    if (given < row->least || given > row->most)
        return wrong("usage: ninth 9p " + std::string(row->name) + " " + std::string(row->arguments));
    Job job{line->options, words[1], given > 1 ? words[2] : "", nullptr};
    if (auto r = run(*row, job); !r) {
        std::fprintf(stderr, "ninth 9p: %s %s: %s\n", job.address.c_str(), job.path.c_str(), r.error().text.c_str());
        return 1;
    }
    return 0;
}

}  // namespace styx
