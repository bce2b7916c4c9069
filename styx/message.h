// 9P2000 messages, as intro(5) lists them.
//
// A message names its fields once, in wire order. encode, decode, print and parse all walk that
// one list, so a message cannot be sent one way and read another.
#pragma once

#include "styx/stat.h"

#include <variant>

namespace styx {

enum class Fid : std::uint32_t { none = 0xffffffff };
enum class Tag : std::uint16_t { none = 0xffff };
using Names = std::vector<std::string>;

inline constexpr std::size_t max_names = 16;     // MAXWELEM, walk(5)
inline constexpr std::uint32_t io_header = 24;   // IOHDRSZ: room an Rread or Twrite leaves around its data
inline constexpr std::uint32_t most_msize = 256 * 1024 + io_header;

struct Data {  // count[4] data[count]
    std::string bytes;
};

#define FIELDS static void fields([[maybe_unused]] auto& m, [[maybe_unused]] auto&& f)
// clang-format off
struct Tversion { std::uint32_t msize = 0; std::string version;  FIELDS { f("msize", m.msize); f("version", m.version); } };
struct Rversion { std::uint32_t msize = 0; std::string version;  FIELDS { f("msize", m.msize); f("version", m.version); } };
struct Tauth    { Fid afid{}; std::string uname, aname;          FIELDS { f("afid", m.afid); f("uname", m.uname); f("aname", m.aname); } };
struct Rauth    { Qid aqid;                                      FIELDS { f("aqid", m.aqid); } };
struct Tattach  { Fid fid{}, afid = Fid::none; std::string uname, aname;
                  FIELDS { f("fid", m.fid); f("afid", m.afid); f("uname", m.uname); f("aname", m.aname); } };
struct Rattach  { Qid qid;                                       FIELDS { f("qid", m.qid); } };
struct Terror   {                                                FIELDS {} };  // illegal on the wire
struct Rerror   { std::string ename;                             FIELDS { f("ename", m.ename); } };
struct Tflush   { Tag oldtag{};                                  FIELDS { f("oldtag", m.oldtag); } };
struct Rflush   {                                                FIELDS {} };
struct Twalk    { Fid fid{}, newfid{}; Names wname;              FIELDS { f("fid", m.fid); f("newfid", m.newfid); f("wname", m.wname); } };
struct Rwalk    { std::vector<Qid> wqid;                         FIELDS { f("wqid", m.wqid); } };
struct Topen    { Fid fid{}; std::uint8_t mode = 0;              FIELDS { f("fid", m.fid); f("mode", m.mode); } };
struct Ropen    { Qid qid; std::uint32_t iounit = 0;             FIELDS { f("qid", m.qid); f("iounit", m.iounit); } };
struct Tcreate  { Fid fid{}; std::string name; std::uint32_t perm = 0; std::uint8_t mode = 0;
                  FIELDS { f("fid", m.fid); f("name", m.name); f("perm", m.perm); f("mode", m.mode); } };
struct Rcreate  { Qid qid; std::uint32_t iounit = 0;             FIELDS { f("qid", m.qid); f("iounit", m.iounit); } };
struct Tread    { Fid fid{}; std::uint64_t offset = 0; std::uint32_t count = 0;
                  FIELDS { f("fid", m.fid); f("offset", m.offset); f("count", m.count); } };
struct Rread    { Data data;                                     FIELDS { f("data", m.data); } };
struct Twrite   { Fid fid{}; std::uint64_t offset = 0; Data data;
                  FIELDS { f("fid", m.fid); f("offset", m.offset); f("data", m.data); } };
struct Rwrite   { std::uint32_t count = 0;                       FIELDS { f("count", m.count); } };
struct Tclunk   { Fid fid{};                                     FIELDS { f("fid", m.fid); } };
struct Rclunk   {                                                FIELDS {} };
struct Tremove  { Fid fid{};                                     FIELDS { f("fid", m.fid); } };
struct Rremove  {                                                FIELDS {} };
struct Tstat    { Fid fid{};                                     FIELDS { f("fid", m.fid); } };
struct Rstat    { Stat stat;                                     FIELDS { f("stat", m.stat); } };
struct Twstat   { Fid fid{}; Stat stat = Stat::untouched();      FIELDS { f("fid", m.fid); f("stat", m.stat); } };
struct Rwstat   {                                                FIELDS {} };
// clang-format on
#undef FIELDS

// In wire order: the type byte of a message is 100 + its place here.
using Body = std::variant<Tversion, Rversion, Tauth, Rauth, Tattach, Rattach, Terror, Rerror, Tflush, Rflush, Twalk,
                          Rwalk, Topen, Ropen, Tcreate, Rcreate, Tread, Rread, Twrite, Rwrite, Tclunk, Rclunk, Tremove,
                          Rremove, Tstat, Rstat, Twstat, Rwstat>;
static_assert(std::variant_size_v<Body> == 28);

struct Message {
    Tag tag{};
    Body body;
};

std::string encode(const Message&);               // size[4] type[1] tag[2] body
Result<Message> decode(std::string_view packet);  // error: "bad message" if any count leaves the packet
std::string print(const Message&);                // Tread tag 1 fid 3 offset 0 count 100
Result<Message> parse(std::string_view line);     // inverse of print; a field left out keeps its default
std::string quote(std::string_view);              // 'it''s\x00' as print shows strings

// The tag of a packet too broken to decode, so that its Rerror finds its way back.
Tag tag_of(std::string_view packet);
inline bool is_request(const Body& body) { return body.index() % 2 == 0; }

}  // namespace styx
