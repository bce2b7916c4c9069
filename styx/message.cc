#include "styx/message.h"

#include "styx/errors.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace styx {
namespace {

constexpr std::array names = {"Tversion", "Rversion", "Tauth",   "Rauth",   "Tattach", "Rattach", "Terror",
                              "Rerror",   "Tflush",   "Rflush",  "Twalk",   "Rwalk",   "Topen",   "Ropen",
                              "Tcreate",  "Rcreate",  "Tread",   "Rread",   "Twrite",  "Rwrite",  "Tclunk",
                              "Rclunk",   "Tremove",  "Rremove", "Tstat",   "Rstat",   "Twstat",  "Rwstat"};
static_assert(names.size() == std::variant_size_v<Body>);

template <class T> concept Named = std::is_enum_v<T>;

// Puts the alternative numbered `which`, with its fields at their defaults, in body.
template <std::size_t I = 0> bool make(std::size_t which, Body& body)
{
    if constexpr (I == std::variant_size_v<Body>) {
        return false;
    } else {
        if (which != I) return make<I + 1>(which, body);
        body.emplace<I>();
        return true;
    }
}

struct Encoder {
    Writer w;

    template <std::integral N> void operator()(const char*, N n) { w.number(n); }
    template <Named E> void operator()(const char*, E e) { w.number(std::underlying_type_t<E>(e)); }
    void operator()(const char*, const std::string& s) { w.text16(s); }
    void operator()(const char*, const Data& d) { w.text32(d.bytes); }
    void operator()(const char*, const Qid& q) { w.u8(q.type), w.u32(q.version), w.u64(q.path); }
    void operator()(const char*, const Stat& s) { w.text16(encode(s)); }
    template <class T> void operator()(const char*, const std::vector<T>& list)
    {
        w.u16(std::uint16_t(list.size()));
        for (const T& item : list) (*this)("", item);
    }
};

struct Decoder {
    Reader r;

    template <std::integral N> void operator()(const char*, N& n) { n = r.number<N>(); }
    template <Named E> void operator()(const char*, E& e) { e = E(r.number<std::underlying_type_t<E>>()); }
    void operator()(const char*, std::string& s) { s = r.text16(); }
    void operator()(const char*, Data& d) { d.bytes = r.text32(); }
    void operator()(const char*, Qid& q) { q.type = r.u8(), q.version = r.u32(), q.path = r.u64(); }
    void operator()(const char*, Stat& s)
    {
        auto stat = decode_stat(r.text16());
        if (stat) s = std::move(*stat);
        else r.bad = true;
    }
    template <class T> void operator()(const char*, std::vector<T>& list)
    {
        auto n = r.u16();
        if (n > max_names) r.bad = true;
        if (r.bad) return;
        list.resize(n);
        for (T& item : list) (*this)("", item);
    }
};

std::string text(const Qid& q)
{
    std::string type = q.type == 0 ? "" : q.type == 0x80 ? ".d" : "." + std::to_string(q.type);
    return std::to_string(q.path) + "." + std::to_string(q.version) + type;
}

struct Printer {
    std::string out;

    template <std::integral N> void operator()(const char* name, N n) { put(name, std::to_string(n)); }
    template <Named E> void operator()(const char* name, E e) { put(name, std::to_string(std::underlying_type_t<E>(e))); }
    void operator()(const char* name, const std::string& s) { put(name, quote(s)); }
    void operator()(const char* name, const Data& d) { put(name, quote(d.bytes)); }
    void operator()(const char* name, const Qid& q) { put(name, text(q)); }
    void operator()(const char*, const Stat& s) { Stat::fields(s, *this); }
    template <class T> void operator()(const char* name, const std::vector<T>& list)
    {
        for (auto& item : list) (*this)(name, item);
    }
    void put(const char* name, const std::string& value) { out += std::string(" ") + name + " " + value; }
};

struct Word {
    std::string name, value;
};

struct Parser {
    std::vector<Word> words;
    bool bad = false;

    bool find(const char* name, std::string& value)
    {
        auto i = std::find_if(words.begin(), words.end(), [&](auto& w) { return w.name == name; });
        if (i == words.end()) return false;
        value = std::move(i->value);
        words.erase(i);
        return true;
    }
    template <std::integral N> void number(std::string_view s, N& n)
    {
        auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n);
        bad |= error != std::errc() || end != s.data() + s.size();
    }
    void qid(std::string_view s, Qid& q)
    {
        auto word = [&] {
            auto head = s.substr(0, s.find('.'));
            s.remove_prefix(std::min(s.size(), head.size() + 1));
            return head;
        };
        number(word(), q.path);
        number(word(), q.version);
        q.type = s == "d" ? 0x80 : 0;
        if (!s.empty() && s != "d") number(s, q.type);
    }
    template <std::integral N> void operator()(const char* name, N& n)
    {
        if (std::string v; find(name, v)) number(v, n);
    }
    template <Named E> void operator()(const char* name, E& e)
    {
        auto n = std::underlying_type_t<E>(e);
        (*this)(name, n);
        e = E(n);
    }
    void operator()(const char* name, std::string& s) { find(name, s); }
    void operator()(const char* name, Data& d) { find(name, d.bytes); }
    void operator()(const char* name, Qid& q)
    {
        if (std::string v; find(name, v)) qid(v, q);
    }
    void operator()(const char*, Stat& s) { Stat::fields(s, *this); }
    void operator()(const char* name, Names& list)
    {
        for (std::string v; find(name, v);) list.push_back(v);
    }
    void operator()(const char* name, std::vector<Qid>& list)
    {
        for (std::string v; find(name, v);) qid(v, list.emplace_back());
    }
};

int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

// Takes a quoted string from the front of line, its opening quote already taken.
std::string unquote(std::string_view& line)
{
    std::string out;
    while (!line.empty()) {
        char c = line.front();
        line.remove_prefix(1);
        if (c == '\'') {
            if (line.empty() || line.front() != '\'') break;
            line.remove_prefix(1);
        } else if (c == '\\' && line.size() >= 3 && line[0] == 'x' && hex(line[1]) >= 0 && hex(line[2]) >= 0) {
            c = char(hex(line[1]) * 16 + hex(line[2]));
            line.remove_prefix(3);
        }
        out += c;
    }
    return out;
}

std::vector<std::string> split(std::string_view line)
{
    std::vector<std::string> words;
    while (!line.empty()) {
        if (line.front() == ' ' || line.front() == '\t') {
            line.remove_prefix(1);
        } else if (line.front() == '\'') {
            line.remove_prefix(1);
            words.push_back(unquote(line));
        } else {
            auto word = line.substr(0, line.find_first_of(" \t"));
            words.emplace_back(word);
            line.remove_prefix(word.size());
        }
    }
    return words;
}

}  // namespace

Stat Stat::untouched()
{
    Stat s;
    s.type = 0xffff, s.dev = 0xffffffff, s.qid = {0xff, 0xffffffff, ~std::uint64_t(0)};
    s.mode = s.atime = s.mtime = 0xffffffff, s.length = ~std::uint64_t(0);
    return s;
}

std::string encode(const Stat& s)
{
    Encoder e;
    Stat::fields(s, e);
    Writer sized;
    sized.text16(e.w.out);
    return std::move(sized.out);
}

Result<Stat> decode_stat(std::string_view bytes)
{
    Reader whole{bytes};
    Decoder d{Reader{whole.text16()}};
    Stat s;
    Stat::fields(s, d);
    if (!whole.ended() || !d.r.ended()) return fail(err::bad_message);
    return s;
}

Result<std::vector<Stat>> decode_directory(std::string_view bytes)
{
    std::vector<Stat> list;
    while (!bytes.empty()) {
        auto size = std::size_t(Reader{bytes}.u16()) + 2;
        if (size > bytes.size()) return fail(err::bad_message);
        list.push_back(TRY(decode_stat(bytes.substr(0, size))));
        bytes.remove_prefix(size);
    }
    return list;
}

std::string quote(std::string_view s)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string q = "'";
    for (char c : s) {
        auto u = static_cast<unsigned char>(c);
        if (c == '\'') q += "''";
        else if (u < ' ' || u == 0x7f || c == '\\') q += {'\\', 'x', digits[u >> 4], digits[u & 15]};
        else q += c;
    }
    return q + "'";
}

namespace {
// Enough for most messages in one allocation.
std::size_t room(const Body& body)
{
    if (auto* r = std::get_if<Rread>(&body)) return io_header + r->data.bytes.size();
    if (auto* w = std::get_if<Twrite>(&body)) return io_header + w->data.bytes.size();
    return 64;
}
}  // namespace

std::string encode(const Message& message)
{
    Encoder e;
    e.w.out.reserve(room(message.body));
    e.w.u32(0);
    e.w.u8(std::uint8_t(100 + message.body.index()));
    e("tag", message.tag);
    std::visit([&](auto& m) { m.fields(m, e); }, message.body);
    std::string packet = std::move(e.w.out);
    for (unsigned i = 0; i < 4; ++i) packet[i] = char(packet.size() >> (8 * i) & 0xff);
    return packet;
}

Result<Message> decode(std::string_view packet)
{
    Decoder d{Reader{packet}};
    auto size = d.r.u32();
    auto type = d.r.u8();
    Message message;
    d("tag", message.tag);
    if (d.r.bad || size != packet.size() || type == 106 || !make(type - 100u, message.body)) return fail(err::bad_message);
    std::visit([&](auto& m) { m.fields(m, d); }, message.body);
    if (!d.r.ended()) return fail(err::bad_message);
    return message;
}

std::string print(const Message& message)
{
    Printer p{names[message.body.index()]};
    p("tag", message.tag);
    std::visit([&](auto& m) { m.fields(m, p); }, message.body);
    return std::move(p.out);
}

Result<Message> parse(std::string_view line)
{
    auto words = split(line);
    if (words.size() % 2 == 0) return fail("a message is a name and pairs of words: " + std::string(line));
    Parser p;
    for (std::size_t i = 1; i < words.size(); i += 2) p.words.push_back({words[i], words[i + 1]});
    Message message;
    auto which = std::size_t(std::find(names.begin(), names.end(), words[0]) - names.begin());
    if (!make(which, message.body)) return fail("no such message: " + words[0]);
    p("tag", message.tag);
    std::visit([&](auto& m) { m.fields(m, p); }, message.body);
    if (p.bad) return fail("bad number in " + words[0]);
    if (!p.words.empty()) return fail(words[0] + " has no field " + p.words[0].name);
    return message;
}

Tag tag_of(std::string_view packet)
{
    Reader r{packet};
    r.bytes(5);
    auto tag = r.u16();
    return r.bad ? Tag::none : Tag(tag);
}

}  // namespace styx
