// A file x, and a host and a client that save it.
#pragma once

#include "running.h"

namespace tests {

struct Saving : testing::Test {
    Place place;
    std::unique_ptr<Running> host = std::make_unique<Running>(place, std::vector<std::string>{"host"});
    std::unique_ptr<styx::Remote> client = dial(place.post("host"));
    std::string x = place.file("x");

    std::string named(const std::string& path) const { return session::host_name(path); }
    styx::OpenFile truncate(const std::string& path) { return client->open(named(path), styx::ORDWR | styx::OTRUNC).value(); }
    Result<> save(const std::string& path, std::string_view bytes) { return client->write(named(path), bytes); }
    std::size_t files() const { return entries(place.files()); }
    void begin_another_host()
    {
        host = std::make_unique<Running>(place, std::vector<std::string>{"host"});
        client = dial(place.post("host"));
    }
};

}  // namespace tests
