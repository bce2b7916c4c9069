#include "conversation.h"

#include "styx/handlers.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

namespace tests {
namespace {

using styx::Names;

// The client's end: what the server sends is kept until the file asks for it.
class Wire : public styx::Channel {
  public:
    explicit Wire(std::vector<std::string>& packets) : packets_(packets) {}
    void send(std::string packet) override { packets_.push_back(std::move(packet)); }

  private:
    std::vector<std::string>& packets_;
};

struct Asked {
    int line = 0;
    std::string text;                       // of the T line
    styx::Tag flushes = styx::Tag::none;
};
struct Answer {
    Asked to;
    styx::Message message;
    bool mentioned = false;
};

std::vector<std::string> values(const Names& words, const std::string& name)
{
    std::vector<std::string> found;
    for (std::size_t i = 1; i + 1 < words.size(); i += 2)
        if (words[i] == name) found.push_back(words[i + 1]);
    return found;
}

bool is_like(const std::string& got, const std::string& want)
{
    return want.starts_with('*') ? got.ends_with(want.substr(1)) : got == want;
}

// Whether the answer has what the R line mentions.
bool holds(const Names& want, const Names& got)
{
    if (want[0] != got[0]) return false;
    for (std::size_t i = 1; i < want.size(); i += 2) {
        auto w = values(want, want[i]), g = values(got, want[i]);
        if (!std::equal(w.begin(), w.end(), g.begin(), g.end(), [](auto& a, auto& b) { return is_like(b, a); })) return false;
    }
    return true;
}

class Player {
  public:
    Player(styx::Server& server, std::string name, const Event& event) : name_(std::move(name)), event_(event)
    {
        auto channel = std::make_unique<Wire>(packets_);
        wire_ = channel.get();
        server.serve(std::move(channel));
    }
    ~Player() { wire_->hung_up({"the end"}); }
    std::vector<std::string> play(std::string_view text)
    {
        std::istringstream lines{std::string(text)};
        for (std::string line; std::getline(lines, line);) ++line_, play_line(line);
        for (auto& [tag, answer] : answers_) check_unmentioned(answer);
        return std::move(failures_);
    }

  private:
    void play_line(const std::string& line)
    {
        auto words = styx::tokens(line);
        if (words.empty() || words[0][0] == '#') return;
        if (words[0] == "!") return happen(words);
        if (words[0] == "raw") return send_raw(line);
        if (words[0] == "Rnone") return expect_none(words);
        if (words[0][0] == 'T') return ask(line, words);
        if (words[0][0] == 'R' && words.size() % 2 == 1) return expect(line, words);
        failed("cannot read: " + line);
    }
    void happen(Names words)
    {
        words.erase(words.begin());
        if (auto r = event_(words); !r) failed(r.error().text);
        collect();
    }
    void ask(const std::string& line, const Names& words)
    {
        auto m = styx::parse(line);
        if (!m) return failed(m.error().text);
        if (values(words, "tag").empty()) m->tag = words[0] == "Tversion" ? styx::Tag::none : styx::Tag(next_tag_++);
        auto* flush = std::get_if<styx::Tflush>(&m->body);
        send(line, encode(*m), m->tag, flush ? flush->oldtag : styx::Tag::none);
    }
    void send_raw(const std::string& line)
    {
        auto m = styx::parse("Rread data " + line.substr(4));  // the quotes are the trace's
        if (!m) return failed(m.error().text);
        auto packet = std::get<styx::Rread>(m->body).data.bytes;
        send(line, packet, styx::tag_of(packet), styx::Tag::none);
    }
    void send(const std::string& line, const std::string& packet, styx::Tag tag, styx::Tag flushes)
    {
        if (auto i = answers_.find(tag); i != answers_.end()) {
            check_unmentioned(i->second);
            answers_.erase(i);
        }
        asked_[tag] = {line_, line, flushes};
        last_ = tag;
        wire_->received(packet);
        collect();
    }
    void collect()
    {
        for (auto& packet : std::exchange(packets_, {})) {
            auto m = styx::decode(packet);
            if (!m) return failed("the server sent a bad message: " + styx::quote(packet));
            auto i = asked_.find(m->tag);
            if (i == asked_.end()) {
                failed("nobody asked for " + print(*m));
                continue;
            }
            auto to = i->second;
            asked_.erase(i);
            if (to.flushes != styx::Tag::none) asked_.erase(to.flushes);
            answers_[m->tag] = {to, std::move(*m)};
        }
    }
    styx::Tag meant(const Names& words) const
    {
        auto tag = values(words, "tag");
        return tag.empty() ? last_ : styx::Tag(std::stoi(tag[0]));
    }
    void expect(const std::string& line, const Names& words)
    {
        auto i = answers_.find(meant(words));
        auto got = i == answers_.end() ? "nothing" : print(i->second.message);
        if (i != answers_.end()) i->second.mentioned = true;
        if (!holds(words, styx::tokens(got))) failed("want " + line + "\n    got " + got);
    }
    void expect_none(const Names& words)
    {
        if (auto i = answers_.find(meant(words)); i != answers_.end() && !i->second.mentioned)
            failed("want no answer yet, got " + print(i->second.message));
    }
    void check_unmentioned(const Answer& a)
    {
        auto* e = std::get_if<styx::Rerror>(&a.message.body);
        if (e && !a.mentioned) failures_.push_back(name_ + ":" + std::to_string(a.to.line) + ": " + a.to.text + "\n    failed: " + e->ename);
    }
    void failed(const std::string& why) { failures_.push_back(name_ + ":" + std::to_string(line_) + ": " + why); }

    std::string name_;
    const Event& event_;
    std::vector<std::string> packets_;
    Wire* wire_ = nullptr;
    std::map<styx::Tag, Asked> asked_;     // not answered yet
    std::map<styx::Tag, Answer> answers_;  // until the tag is used again
    std::vector<std::string> failures_;
    styx::Tag last_{};
    int line_ = 0;
    std::uint16_t next_tag_ = 1000;
};

}  // namespace

std::vector<std::string> play_text(styx::Server& server, const std::string& name, std::string_view text, const Event& event)
{
    return Player(server, name, event).play(text);
}

std::vector<std::string> play(styx::Server& server, const std::string& file, const Event& event)
{
    std::ifstream in(file);
    if (!in) return {"cannot open " + file};
    std::stringstream text;
    text << in.rdbuf();
    return play_text(server, file.substr(file.rfind('/') + 1), text.str(), event);
}

}  // namespace tests
