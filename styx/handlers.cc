#include "styx/handlers.h"

#include "styx/errors.h"

#include <algorithm>

namespace styx {

Read text(std::function<std::string()> get)
{
    return [get = std::move(get)](ReadRequest r) { r.slice(get()); };
}

Write set(std::function<Result<>(std::string_view)> put)
{
    return [put = std::move(put)](WriteRequest w) {
        std::string_view value = w.data;
        if (value.ends_with('\n')) value.remove_suffix(1);
        if (auto r = put(value); !r) w.fail(r.error());
        else w.done();
    };
}

Names tokens(std::string_view line)
{
    Names words;
    bool in_word = false, quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        char c = line[i];
        if (!quoted && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
            in_word = false;
            continue;
        }
        if (!in_word) words.emplace_back(), in_word = true;
        if (c != '\'') words.back() += c;
        else if (quoted && i + 1 < line.size() && line[i + 1] == '\'') words.back() += c, ++i;
        else quoted = !quoted;
    }
    return words;
}

Names quoted_lines(std::string_view text)
{
    Names lines;
    bool quoted = false, in_line = false;
    for (char c : text) {
        if (!in_line) lines.emplace_back(), in_line = true;
        if (c == '\'') quoted = !quoted;  // a doubled quote changes it twice
        if (c == '\n' && !quoted) in_line = false;
        else lines.back() += c;
    }
    return lines;
}

namespace {
struct Arity {
    std::size_t least = 0, most = 0;
};

Arity arity(const Verb& verb)
{
    Arity a;
    for (auto& word : tokens(verb.arguments)) {
        if (word.ends_with("…")) a.most = ~std::size_t(0);
        else if (word.ends_with('?')) ++a.most;
        else ++a.least, ++a.most;
    }
    return a;
}
}  // namespace

Result<> run_verb(const std::vector<Verb>& verbs, std::string_view line)
{
    auto words = tokens(line);
    if (words.empty()) return {};
    auto verb = std::find_if(verbs.begin(), verbs.end(), [&](auto& v) { return v.name == words[0]; });
    if (verb == verbs.end()) return fail(std::string(err::no_ctl) + ": " + words[0]);
    words.erase(words.begin());
    auto [least, most] = arity(*verb);
    if (words.size() < least || words.size() > most) return fail("usage: " + verb->name + " " + verb->arguments);
    return verb->run(words);
}

Write ctl(std::vector<Verb> verbs)
{
    return [verbs = std::move(verbs)](WriteRequest w) {
        std::string_view rest = w.data;
        while (!rest.empty()) {
            auto line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            if (auto r = run_verb(verbs, line); !r) return w.fail(r.error());
        }
        w.done();
    };
}

std::string usage(const std::vector<Verb>& verbs)
{
    std::string out;
    for (auto& v : verbs) out += v.name + (v.arguments.empty() ? "" : " ") + v.arguments + "\t" + v.help + "\n";
    return out;
}

void Events::post(std::string event)
{
    kept_.push_back(std::move(event));
    settle();
    if (kept_.size() > most_) kept_.pop_front();
}

void Events::read(ReadRequest r)
{
    waiting_.push_back(std::move(r));
    settle();
}

bool Events::has_reader()
{
    std::erase_if(waiting_, [](auto& r) { return r.flushed(); });
    return !waiting_.empty();
}

void Events::settle()
{
    while (has_reader() && !kept_.empty()) {
        auto r = std::move(waiting_.front());
        waiting_.pop_front();
        auto event = std::move(kept_.front());
        kept_.pop_front();
        r.reply(event);
    }
}

}  // namespace styx
