// A terminal with a command in it, and a client of it.
#pragma once

#include "running.h"

namespace tests {

struct Hold : testing::Test {
    Place place;
    std::unique_ptr<Running> holder;
    std::unique_ptr<styx::Remote> client;
    void hold(std::vector<std::string> command)
    {
        std::vector<std::string> words = {"hold", "--stay", "--id", "t", "--name", "term", "--size", "90x30", "--"};
        words.insert(words.end(), command.begin(), command.end());
        holder = std::make_unique<Running>(place, words);
        client = dial(place.post("hold-t"));
    }
    // All that the command has written, until it holds `what`: the text as of now, then what comes. holder.h says how
    // the two fit together. A command that says something here has done all that stands before it.
    std::string read_all_until(std::string_view what)
    {
        auto data = client->open("data", styx::OREAD).value();
        auto text = client->open("text", styx::OREAD).value();
        std::string all;
        for (std::string piece; !(piece = client->read(text, all.size(), 8192).value()).empty();) all += piece;
        all.resize(all.size() - (text.qid.version - data.qid.version));
        if (all.find(what) == all.npos) all += read_until(data, what);
        client->close(data);
        client->close(text);
        return all;
    }
    std::string status() { return client->read("status").value(); }
    bool reaches(std::string_view line)  // that status comes to hold it
    {
        return eventually([&] { return status().find(line) != std::string::npos; });
    }
    // Reads on until the text has come.
    std::string read_until(const styx::OpenFile& data, std::string_view what)
    {
        std::string all;
        while (all.find(what) == all.npos) {
            auto piece = client->read(data, all.size(), 8192);
            if (!piece) ADD_FAILURE() << what << " did not come, but " << all << piece.error().text;
            if (!piece || piece->empty()) return all + "(end)";
            all += *piece;
        }
        return all;
    }
    bool ctl(const std::string& verb) { return client->write("ctl", verb).has_value(); }
};

}  // namespace tests
