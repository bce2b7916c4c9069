// Text of programs that are thawed after the fonts of the machine have changed.
#include "desktop.h"
#include "pixels.h"

#include "styx/digest.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace tests {
namespace {

namespace fs = std::filesystem;

// The file of a face of the project's list, wherever it is.
std::string font_file(const std::string& name)
{
    for (auto directory : {std::string(ASSETS) + "/fonts", std::string("/usr/share/fonts")})
        for (auto& entry : fs::recursive_directory_iterator(directory))
            if (entry.path().filename() == name) return entry.path().generic_string();
    return "";
}

struct Fonts : testing::Test {
    // What the mono face of a desktop is.
    static void install(Desktop& d, const std::string& name)
    {
        d.assets = d.file("../assets");
        fs::create_directories(d.assets + "/fonts");
        fs::copy_file(std::string(ASSETS) + "/namespace", d.assets + "/namespace", fs::copy_options::overwrite_existing);
        auto bytes = contents(font_file(name));
        put(d.assets + "/fonts/OurMono.ttf.new", bytes);
        fs::rename(d.assets + "/fonts/OurMono.ttf.new", d.assets + "/fonts/OurMono.ttf");  // as installers do
        put(d.assets + "/fonts/list", styx::sha256(bytes) + " mono regular OurMono.ttf ours\n" + styx::sha256(contents(font_file(ui))) +
                                          " sans regular " + ui + " ours\nalias ui sans\n");
        fs::copy_file(font_file(ui), d.assets + "/fonts/" + ui, fs::copy_options::overwrite_existing);
    }
    static constexpr auto ui = "DejaVuSans.ttf", old_mono = "DejaVuSansMono.ttf", new_mono = "DejaVuSansMono-Bold.ttf";

    static std::string begin(Desktop& d, const std::string& text)
    {
        EXPECT_EQ(d.start().status, 0);
        put(d.file("a.txt"), "");
        auto id = d.open("note a.txt");
        d.type(text);
        return id;
    }
    static void upgrade_stopped(Desktop& d)
    {
        EXPECT_EQ(d.ninth("stop").text, "");
        install(d, new_mono);
    }
    // Its lines of text: below them are the names of files, which differ.
    static std::string shot(Desktop& d, const std::string& id)
    {
        d.picture();
        return pixels(d.read("session", "lives/" + id + "/shot"), d.file("shot.png"), 100);
    }
};

TEST_F(Fonts, a_thawed_program_keeps_its_face_when_the_fonts_have_changed)
{
    Desktop changed, same;
    install(changed, old_mono), install(same, old_mono);
    auto id = begin(changed, "x\u00e4"), other = begin(same, "x\u00e4");
    upgrade_stopped(changed);
    ASSERT_EQ(changed.start().status, 0);
    // Letters whose pictures it had not, and one that has to be shaped.
    for (auto* d : {&changed, &same}) d->type("W\u00f6");
    EXPECT_TRUE(within(5000, [&] { return shot(changed, id) == shot(same, other); }));
    EXPECT_EQ(changed.said_by(id), "");
}

TEST_F(Fonts, a_program_whose_face_is_nowhere_takes_the_one_of_its_name)
{
    Desktop changed, young;
    install(changed, old_mono), install(young, new_mono);
    auto id = begin(changed, "\u00e4"), other = begin(young, "\u00e4\u00f6");
    upgrade_stopped(changed);
    fs::remove_all(changed.state() + "/fonts");
    ASSERT_EQ(changed.start().status, 0);
    changed.type("\u00f6");
    EXPECT_TRUE(within(5000, [&] { return shot(changed, id) == shot(young, other); }));
}

TEST_F(Fonts, what_no_life_knows_is_not_kept)
{
    Desktop d;
    install(d, old_mono);
    begin(d, "\u00e4");
    std::error_code error;  // it may not be there yet
    auto kept = [&] { return std::distance(fs::directory_iterator(d.state() + "/fonts", error), fs::directory_iterator()); };
    EXPECT_TRUE(within(3000, [&] { return kept() == 2; }));  // mono, and sans of the widgets
    auto id = fs::directory_iterator(d.state() + "/lives")->path().filename().string();
    ASSERT_EQ(d.ninth("stop").text, "");
    fs::remove_all(d.state() + "/lives/" + id);
    ASSERT_EQ(d.start().status, 0);
    EXPECT_EQ(kept(), 0);
}

}  // namespace
}  // namespace tests
