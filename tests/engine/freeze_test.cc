// A guest stopped in the middle, made bytes, and continued elsewhere does what it would have done.
#include "tests/engine/guest_test.h"
#include "tests/engine/trackings.h"
#include "tests/scratch.h"
#include "tests/shell.h"

#include <cstdlib>
#include <cstring>
#include <map>
#include <random>

using namespace runtime;

namespace {

std::string poem()
{
    std::string text;
    for (int i = 0; i < 70; ++i) text += "line" + std::to_string(i * i % 23) + "\n";
    return text;
}

// Runs to the end with a stop in each call for which stops(call) holds; after each the image goes on in the next build.
template <class Stops> Outcome run_in_pieces(const std::vector<Module>& modules, const std::string& input, Stops stops)
{
    Script script;
    script.input = input;
    auto instance = *Instance::create(modules[0], script);
    script.instance = instance.get();
    auto next_stop = [&] {
        script.stop_at = script.waits + 1;
        while (!stops(script.stop_at) && script.stop_at < 100000) ++script.stop_at;
    };
    for (std::size_t piece = 1;; ++piece) {
        next_stop();
        auto stop = run(*instance);
        if (stop != Stop::unwound) return {stop, instance->exit_code(), script.output};
        auto image = freeze(*instance, script);
        instance.reset();
        auto thawed = thaw(modules[piece % modules.size()], script, image);
        if (!thawed) {
            ADD_FAILURE() << thawed.error().text;
            return {};
        }
        instance = std::move(*thawed);
    }
}

std::vector<Module> all_builds(const std::string& name)
{
    std::vector<Module> modules;
    for (auto* build : builds) modules.push_back(guest(name, build));
    return modules;
}

}  // namespace

TEST(Freeze, GuestRunsToItsEnd)
{
    auto whole = run_through(guest("deep"), poem());
    EXPECT_EQ(whole.stop, Stop::ended);
    EXPECT_EQ(whole.code, 3);
    EXPECT_TRUE(whole.output.ends_with("\nend 62\n")) << whole.output;
}

TEST(Freeze, EveryBuildDoesTheSame)
{
    auto whole = run_through(guest("deep"), poem());
    for (auto* build : builds) EXPECT_EQ(run_through(guest("deep", build), poem()), whole) << build;
}

TEST(Freeze, StoppedInEveryCallAndThawedInTheNextBuildItDoesTheSame)
{
    auto modules = all_builds("deep");
    EXPECT_EQ(run_in_pieces(modules, poem(), [](unsigned) { return true; }), run_through(modules[0], poem()));
}

TEST(Freeze, StoppedInEveryKthCallItDoesTheSame)
{
    auto modules = all_builds("deep");
    auto whole = run_through(modules[0], poem());
    for (unsigned k : {2u, 3u, 7u, 50u, 333u})
        EXPECT_EQ(run_in_pieces(modules, poem(), [k](unsigned call) { return call % k == 0; }), whole) << k;
}

TEST(Freeze, ContinuesInAnotherProcessOfAnotherBuild)
{
    tests::Scratch scratch;
    tests::put(scratch.path + "/poem", poem());
    auto whole = run_through(guest("deep"), poem());
    tests::Said said{99, ""};
    int steps = 0;
    for (; said.status == 99 && steps < 1000; ++steps) {
        auto line = STEP " " + guest_path("deep", builds[std::size_t(steps) % builds.size()]) + " image 40";
        if (steps == 0) line += " poem";
        said = tests::run_command(line, scratch.path, {});
    }
    EXPECT_EQ(said.status, whole.code);
    EXPECT_EQ(tests::contents(scratch.path + "/image"), whole.output);
    EXPECT_GT(steps, 10);
}

TEST(Freeze, TenThousandFramesAreKept)
{
    auto modules = all_builds("bottom");
    Script script;
    script.input = "abcdefgh";
    script.stop_at = 1;
    auto instance = *Instance::create(modules[0], script);
    script.instance = instance.get();
    ASSERT_EQ(run(*instance), Stop::unwound);
    EXPECT_GT(instance->stack_bytes(), 10000u * 8);
    instance.reset();
    EXPECT_EQ(run_in_pieces(modules, "abcdefgh", [](unsigned) { return true; }), run_through(modules[0], "abcdefgh"));
}

TEST(Freeze, GoesOnInPlace)
{
    auto module = guest("deep");
    auto whole = run_through(module, poem());
    Script script;
    script.input = poem();
    auto instance = *Instance::create(module, script);
    script.instance = instance.get();
    int stops = 0;
    auto stop = Stop::unwound;
    on_guest_thread([&] {
        for (; stop == Stop::unwound; ++stops) {
            script.stop_at = script.waits + 1;
            stop = instance->run();
        }
    });
    EXPECT_GT(stops, 400);
    EXPECT_EQ((Outcome{stop, instance->exit_code(), script.output}), whole);
}

// Each image is made of what the last one was and of the pages written since.
class FreezeTracked : public testing::TestWithParam<Tracking> {};

TEST_P(FreezeTracked, ThePagesWrittenBetweenStopsAreEnough)
{
    auto module = guest("deep");
    auto whole = run_through(module, poem());
    Script script;
    script.input = poem();
    auto made = Instance::create(module, script, GetParam());
    if (!made && !make_tracker(GetParam())) GTEST_SKIP() << made.error().text;
    ASSERT_TRUE(made) << "the system has it, but it finds nothing";
    auto instance = std::move(*made);
    script.instance = instance.get();
    std::map<std::uint32_t, std::string> pages;
    std::size_t taken = 0;
    for (;;) {
        script.stop_at = script.waits + 25;
        if (run(*instance) != Stop::unwound) break;
        for (auto span : instance->region().take_dirty()) {
            for (auto p = span.first; p < span.first + span.count; ++p, ++taken)
                pages[p].assign(reinterpret_cast<char*>(instance->region().data()) + p * page_bytes, page_bytes);
        }
        styx::Writer w;
        script.save(w);
        instance->save(w);
        for (auto& [page, bytes] : pages) w.u32(page), w.bytes(bytes);
        instance.reset();
        instance = std::move(*thaw(module, script, w.out, GetParam()));
        instance->region().take_dirty();
    }
    EXPECT_EQ((Outcome{Stop::ended, instance->exit_code(), script.output}), whole);
    EXPECT_LT(taken, 30000u);
}

INSTANTIATE_TEST_SUITE_P(Trackings, FreezeTracked, all_trackings, tracking_name);

namespace {

// The module state alone (no script, no pages) of a guest stopped in its 20th call, and the whole image.
struct Stopped {
    std::string state, image;
};

Stopped stopped_deep(const Module& module)
{
    Script script;
    script.input = poem();
    script.stop_at = 20;
    auto instance = *Instance::create(module, script);
    script.instance = instance.get();
    EXPECT_EQ(run(*instance), Stop::unwound);
    styx::Writer w;
    instance->save(w);
    return {w.out, freeze(*instance, script)};
}

Result<> restore(const Module& module, std::string_view state)
{
    Script script;
    auto instance = *Instance::create(module, script);
    styx::Reader r{state};
    return instance->restore(r);
}

}  // namespace

TEST(Freeze, AThawedGuestMakesTheSameImage)
{
    auto module = guest("deep");
    auto image = stopped_deep(module).image;
    Script script;
    auto instance = *thaw(module, script, image);
    EXPECT_EQ(freeze(*instance, script), image);
}

TEST(Freeze, WhatIsNotInTheImageIsZero)
{
    auto module = guest("deep");
    auto state = stopped_deep(module).state;
    Script script;
    auto instance = *Instance::create(module, script);
    styx::Reader r{state};
    ASSERT_TRUE(instance->restore(r));
    for (std::size_t at = 0; at < instance->size(); ++at) ASSERT_EQ(instance->region().data()[at], 0) << at;
}

TEST(Freeze, AStateCutAnywhereIsRefused)
{
    auto module = guest("deep");
    auto state = stopped_deep(module).state;
    ASSERT_TRUE(restore(module, state));
    for (std::size_t n = 0; n < state.size(); n += n < 64 ? 1 : 13) EXPECT_FALSE(restore(module, state.substr(0, n))) << n;
    EXPECT_EQ(restore(module, "").error().text, "the image's module state is damaged");
}

TEST(Freeze, AStateThatCannotBeIsRefused)
{
    auto module = guest("deep");
    const auto state = stopped_deep(module).state;
    auto with = [&](std::size_t at, auto number) {
        styx::Writer w;
        w.number(number);
        return state.substr(0, at) + w.out + state.substr(at + w.out.size());
    };
    const auto damaged = "the image's module state is damaged", other = "the image is of another module";
    const auto stack_at = 16 + 9 * styx::Reader{std::string_view(state).substr(12)}.u32();
    EXPECT_EQ(restore(module, with(0, std::uint64_t(0xffff0000))).error().text, damaged) << "memory where stacks unwind to";
    EXPECT_EQ(restore(module, with(0, std::uint64_t(100))).error().text, damaged) << "memory not of whole pages";
    EXPECT_EQ(restore(module, with(0, std::uint64_t(65536))).error().text, other) << "less memory than it begins with";
    EXPECT_EQ(restore(module, with(8, std::uint32_t(3))).error().text, other) << "another table";
    EXPECT_EQ(restore(module, with(12, std::uint32_t(1))).error().text, other) << "other globals";
    EXPECT_EQ(restore(module, with(16, 'F')).error().text, other) << "globals of other types";
    EXPECT_EQ(restore(module, with(stack_at, std::uint32_t(4))).error().text, damaged) << "a stack without its head";
    styx::Writer huge;
    huge.text32(std::string(64 << 20, 'x'));
    EXPECT_EQ(restore(module, state.substr(0, stack_at) + huge.out).error().text, damaged) << "a stack that has no room";
}

// The last number of the stack says which of its calls _start was in.
TEST(Freeze, AStackThatLeadsNowhereIsATrap)
{
    auto module = guest("deep");
    auto [state, image] = stopped_deep(module);
    image[image.find(state) + state.size() - 4] = 99;
    Script script;
    auto instance = *thaw(module, script, image);
    EXPECT_EQ(run(*instance), Stop::trapped);
}

TEST(Freeze, AStateOfAnotherModuleIsRefused)
{
    auto state = stopped_deep(guest("deep")).state;
    EXPECT_EQ(restore(guest("spin"), state).error().text, "the image is of another module");
}

TEST(Freeze, ADamagedImageNeverHurtsTheProcess)
{
    auto module = guest("deep");
    auto [state, image] = stopped_deep(module);
    auto state_at = image.find(state);
    std::mt19937 random(1);
    int thawed = 0;
    for (int i = 0; i < 600; ++i) {
        auto bad = image;
        auto most = i % 2 ? bad.size() - state_at : state.size();  // of it all, or of what is not memory
        for (int flips = 0; flips < 1 + i % 20; ++flips) bad[state_at + random() % most] = char(random());
        Script script;
        auto instance = thaw(module, script, bad);
        if (!instance) continue;
        ++thawed;
        script.exits_at_polls = true;
        (*instance)->request_poll();
        run(**instance);
    }
    EXPECT_GT(thawed, 100);
    EXPECT_EQ(run_through(module, poem()).code, 3);
}
