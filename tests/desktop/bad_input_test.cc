// What cannot be opened, kept or run is said plainly, and nothing is lost.
#include "bad_input.h"

#include "session/host/names.h"

namespace tests {
namespace {

TEST_F(BadInput, a_file_that_is_missing)
{
    start();
    EXPECT_EQ(refused("note missing.txt"), "ninth open: " + d.name("missing.txt") + ": file does not exist\n");
}

TEST_F(BadInput, a_directory)
{
    start();
    EXPECT_EQ(refused("note ."), "ninth open: " + session::host_name(d.files()) + ": is a directory; note edits files\n");
}

TEST_F(BadInput, a_file_that_is_no_text)
{
    start();
    put(d.file("binary"), std::string("\x7f" "ELF\0\1\2", 7));
    EXPECT_EQ(refused("note binary"), "ninth open: " + d.name("binary") + ": is not text: it holds zero bytes\n");
    EXPECT_EQ(contents(d.file("binary")).size(), 7u);
}

TEST_F(BadInput, a_file_that_may_not_be_written)
{
    start();
    put(d.file("a.txt"), "kept");
    auto id = d.open("note a.txt");
    std::filesystem::remove(d.file("a.txt"));
    std::filesystem::create_directory(d.file("a.txt"));  // root may write any file
    d.type(std::string("x") + put_key);
    EXPECT_TRUE(says(id, "note: not saved: ")) << d.said_by(id);
    EXPECT_EQ(d.label_of(id), "• a.txt");
    EXPECT_TRUE(std::filesystem::is_directory(d.file("a.txt")));
}

TEST_F(BadInput, a_state_directory_that_cannot_be_written)
{
    put(d.state(), "a file in the way");
    auto said = d.start();
    EXPECT_EQ(said.status, 1);
    EXPECT_EQ(said.text, "ninth: cannot use " + d.state() + ": it is not a directory\n");
    EXPECT_TRUE(d.pids().empty());
}

TEST_F(BadInput, a_second_desktop_on_the_same_state)
{
    start();
    auto id = d.open("note " + (put(d.file("a.txt"), "x"), std::string("a.txt")));
    auto other = d.start();
    EXPECT_EQ(other.status, 1);
    EXPECT_EQ(other.text.find("ninth: a desktop is already running on " + d.state()), 0u) << other.text;
    // ... nor one that has other sockets.
    auto elsewhere = d.ninth_with({{"NINTH_RUN", d.file("run2")}}, "--headless 640x480");
    EXPECT_EQ(elsewhere.status, 1);
    EXPECT_EQ(elsewhere.text.find("ninth: a desktop is already running on " + d.state()), 0u) << elsewhere.text;
    EXPECT_EQ(d.state_of(id), "running");
}

struct BadModule : BadInput {
    std::string whole = contents(GUESTS "/note.wasm");
    void with(const std::string& wasm, const std::string& so)
    {
        d.guests = d.file("guest");
        std::filesystem::create_directory(d.guests);
        put(d.guests + "/note.wasm", wasm);
        put(d.guests + "/note" SO, so);
        put(d.file("a.txt"), "text");
        start();
    }
    std::string kept(const std::string& suffix)
    {
        for (auto& entry : std::filesystem::directory_iterator(d.state() + "/modules"))
            if (entry.path().extension() == suffix) return entry.path().generic_string();
        return "";
    }
};

// The wasm says what it is; the rest can be made of it.
TEST_F(BadModule, whose_native_code_is_cut_short_is_compiled_anew)
{
    auto code = contents(GUESTS "/note" SO);
    with(whole, code.substr(0, code.size() / 2));
    auto id = d.open("note a.txt");
    EXPECT_TRUE(says(id, "it is cut short; it is compiled anew")) << d.said_by(id);
    d.type(std::string("a ") + put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "a text"; })) << contents(d.file("a.txt"));
}

TEST_F(BadModule, that_is_cut_short)
{
    with(whole.substr(0, whole.size() / 2), "this is no module");
    auto error = refused("note a.txt");
    EXPECT_NE(error.find(".wasm is no module that can run here: cannot translate"), std::string::npos) << error;
}

// Of a life that has images: they stay, and it is back once the module is.
TEST_F(BadModule, of_a_life_that_sleeps)
{
    with(whole, "");
    auto id = d.open("note a.txt");
    d.type("typed ");
    ASSERT_EQ(d.ninth("close note").text, "");
    auto wasm = kept(".wasm");
    std::filesystem::remove(wasm);
    auto said = d.ninth("thaw note");
    EXPECT_EQ(said.status, 1);
    EXPECT_NE(said.text.find("is not installed here: there is no " + wasm), std::string::npos) << said.text;
    put(wasm, whole);
    ASSERT_EQ(d.ninth("thaw note").text, "");
    d.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "typed text"; })) << contents(d.file("a.txt"));
}

// What a person installs does not touch what was open before.
TEST_F(BadModule, installed_over_a_good_one_is_not_what_a_life_goes_on_with)
{
    with(whole, contents(GUESTS "/note" SO));
    auto id = d.open("note a.txt");
    d.type("typed ");
    ASSERT_EQ(d.ninth("close note").text, "");
    for (auto suffix : {".wasm", SO}) {
        std::filesystem::remove(d.guests + "/note" + suffix);
        put(d.guests + "/note" + suffix, "another version");
    }
    ASSERT_EQ(d.ninth("thaw note").text, "");
    d.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "typed text"; })) << contents(d.file("a.txt"));
}

}  // namespace
}  // namespace tests
