// `ninth gate`: where other machines come in. Each conversation goes to the service its hello names (relay.h).
#pragma once

#include "styx/result.h"

#include <span>
#include <string_view>

namespace session {

// What follows "ninth gate" on the command line: [--listen tcp!HOST!PORT] [--anywhere] [-D]. Posts "gate", and listens
// where it is told besides, printing that address on a line of standard output: with the port, if 0 was asked for.
// Serves until it is killed. 1 with one line on standard error if it cannot begin, 2 if it is not asked rightly.
//
// Whoever names no service sees one file: services, the names that are relayed, a line each.
int gate_main(std::span<const std::string_view> arguments);

// Whether only this machine can reach the address: unix!path; tcp! to 127.0.0.0/8, ::1 or localhost. TCP has no owner
// check (loopback neither): whoever connects is the user. Error: one line that says so.
Result<> may_listen(const std::string& address);

}  // namespace session
