// The small parts, one by one.
#include "winserver/buttons.h"
#include "winserver/damage.h"
#include "winserver/fields.h"
#include "winserver/keyboard.h"
#include "winserver/theme.h"

#include <gtest/gtest.h>
#include <random>

namespace {

using namespace winserver;

long long area(const Damage& damage)
{
    long long sum = 0;
    for (auto& r : damage.rects()) sum += (long long)r.dx() * r.dy();
    return sum;
}

TEST(DamageSet, far_corners_stay_apart_and_neighbours_join)
{
    Damage d;
    d.add({{0, 0}, {10, 10}});
    d.add({{1000, 1000}, {1010, 1010}});
    EXPECT_EQ(area(d), 200);
    d.add({{10, 0}, {20, 10}});
    EXPECT_EQ(d.rects().size(), 2u);
    d.add({{5, 5}, {6, 6}});
    EXPECT_EQ(area(d), 300);
    d.add({{0, 0}, {0, 5}});
    EXPECT_EQ(area(d), 300);
}

TEST(DamageSet, whatever_comes_is_covered_by_few_rectangles)
{
    std::mt19937 random(1);
    for (int round = 0; round < 50; ++round) {
        Damage d;
        std::vector<draw::Rect> all;
        for (int i = 0; i < 100; ++i) {
            int x = int(random() % 2000), y = int(random() % 2000), dx = int(random() % 50) + 1,
                dy = int(random() % 50) + 1;
            all.push_back({{x, y}, {x + dx, y + dy}});
            d.add(all.back());
        }
        EXPECT_LE(d.rects().size(), Damage::most);
        for (auto& r : all)
            EXPECT_TRUE(std::ranges::any_of(d.rects(), [&](auto& holder) { return holder.contains(r); }));
    }
}

TEST(ButtonMap, ctrl_click_is_2_and_alt_click_is_3)
{
    Buttons b;
    b.press(Modifier::ctrl);
    b.press(1);
    EXPECT_EQ(b.state(), 2);
    b.release(Modifier::ctrl);
    EXPECT_EQ(b.state(), 2) << "until the button is up";
    b.release(1);
    EXPECT_EQ(b.state(), 0);
    b.press(Modifier::alt);
    b.press(1);
    EXPECT_EQ(b.state(), 4);
    b.press(Modifier::ctrl);
    EXPECT_EQ(b.state(), 4) << "a chord needs button 1";
}

TEST(ButtonMap, a_modifier_while_1_is_held_is_a_chord)
{
    Buttons b;
    b.press(1);
    b.press(Modifier::ctrl);
    EXPECT_EQ(b.state(), 3);
    b.release(Modifier::ctrl);
    b.press(Modifier::alt);
    EXPECT_EQ(b.state(), 5);
    b.release(1);
    EXPECT_EQ(b.state(), 0);
}

TEST(ButtonMap, real_buttons_are_what_they_are)
{
    Buttons b;
    b.press(2);
    b.press(3);
    EXPECT_EQ(b.state(), 6);
    b.release(2);
    EXPECT_EQ(b.state(), 4);
}

TEST(Keys, messages_list_what_is_down)
{
    Keyboard k;
    EXPECT_EQ(k.press('a'), "ka");
    EXPECT_EQ(k.press(U'ö'), "kaö");
    EXPECT_EQ(k.press('a'), "kaö");
    EXPECT_EQ(k.release('a'), "Kö");
    EXPECT_EQ(k.release_all(), "K");
    EXPECT_EQ(k.release_all(), std::nullopt);
}

TEST(Keys, control_codes_and_editing_keys_need_no_help)
{
    using enum Keyboard::Ctrl;
    EXPECT_EQ(Keyboard::typed('c', down), U'\x03');
    EXPECT_EQ(Keyboard::typed('c', up), std::nullopt);
    EXPECT_EQ(Keyboard::typed(rune::newline, up), U'\n');
    EXPECT_EQ(Keyboard::typed(rune::up, up), rune::up);
    EXPECT_EQ(Keyboard::typed(rune::shift, up), std::nullopt);
    EXPECT_EQ(utf8(rune::up), "\xef\x80\x8e");
    EXPECT_EQ(utf8(0x1f600), "\xf0\x9f\x98\x80");
    EXPECT_EQ(utf8(0xd800), "");
}

TEST(Runes, are_cut_and_checked)
{
    EXPECT_EQ(*runes("aé€😀"), (styx::Names{"a", "é", "€", "😀"}));
    for (auto bad : {"\xff", "\xc3", "\xe2\x82", "a\x80", "\xc0\x80"}) EXPECT_FALSE(runes(bad)) << bad;
}

TEST(ThemeText, comes_back_as_it_went)
{
    Theme t;
    EXPECT_EQ(*changed({}, print(t)), t);
    t.accent = 0x12345680;
    t.title_height = 44;
    EXPECT_EQ(*changed({}, print(t)), t);
    EXPECT_EQ(changed({}, "accent red").error().text, "not a colour: red (want rrggbb or rrggbbaa)");
    EXPECT_EQ(changed({}, "radius 99").error().text, "not a size: 99 (want 0 to 16)");
    EXPECT_EQ(changed({}, "accent").error().text, "a theme is lines of a name and a value: accent");
}

}  // namespace
