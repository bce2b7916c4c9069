// Conversations as they stand in conversations/*.9p.
#include "conversation.h"
#include "fixture.h"

namespace {

using namespace tests;

struct WindowConversation : DesktopTest, testing::WithParamInterface<std::string> {};

TEST_P(WindowConversation, goes_as_written)
{
    auto event = [&](const styx::Names& words) -> Result<> {
        if (words.size() == 2 && words[0] == "key") return desktop->key(words[1]), Result<>();
        if (words.size() == 4 && words[0] == "mouse") {
            desktop->pointer({std::stoi(words[1]), std::stoi(words[2])}, std::stoi(words[3]), 1000);
            return {};
        }
        return fail("nothing happens: " + (words.empty() ? std::string() : words[0]));
    };
    auto file = std::string(CONVERSATIONS) + "/" + GetParam() + ".9p";
    for (auto& failure : play(desktop->server(Capability::app), file, event)) ADD_FAILURE() << failure;
}

INSTANTIATE_TEST_SUITE_P(winserver, WindowConversation, testing::Values("window", "plan9"),
                         [](auto& i) { return i.param; });

}  // namespace
