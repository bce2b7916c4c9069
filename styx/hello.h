// The hello of a Ninth connection: which life speaks, and how far its conversation had come.
//
// It rides in version(5), so that a plain server answers "9P2000" and knows nothing of it:
//   Tversion msize "9P2000.hello service life generation mount sent received"
//   Rversion msize "9P2000.hello resume received"    go on; the server had `received` requests: resend those after
//   Rversion msize "9P2000.hello cut 0"              everything of that life is clunked: reopen by name
//   Rerror   "this program was moved or restored elsewhere"
#pragma once

#include "styx/message.h"

namespace styx {

struct Hello {
    std::string service = "-";     // what is wanted at the far end, for a gate to pass on: "host"; a name like a life's
    std::string life = "-";        // whose conversation: 1 to 64 letters, digits, - _ .; "-" is nobody's, never resumed
    std::uint64_t generation = 0;  // rises at each thaw: an older one is refused
    std::uint32_t mount = 0;       // which of that life's conversations with this server
    std::uint64_t sent = 0;        // requests the client has sent so far
    std::uint64_t received = 0;    // answers the client has received so far
    bool operator==(const Hello&) const = default;
};

struct Welcome {
    enum class Kind { plain, resume, cut } kind = Kind::plain;
    std::uint64_t received = 0;  // requests the server had received
};

std::string print(const Hello&);             // a version string
Result<Hello> parse_hello(std::string_view); // error: "no hello" for a plain version string
std::string print(const Welcome&);
Welcome parse_welcome(std::string_view);     // anything else is plain

// What a server does with a hello, given what it knows: the table of the design.
struct Known {
    std::uint64_t generation = 0;  // newest seen
    std::uint64_t received = 0;    // requests
    std::uint64_t sent = 0;        // answers
    std::uint64_t oldest_kept = 0; // answers after this number can be sent again
    bool alive = false;            // the conversation's fids are still held
};
enum class Verdict { resume, cut, refuse };
Verdict judge(const Known&, const Hello&);

}  // namespace styx
