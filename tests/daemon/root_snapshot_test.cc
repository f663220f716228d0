#include "daemon/root_snapshot.h"

#include "tests/daemon/same_answers.h"
#include "tests/skill/storm.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>

namespace skillwake::daemon {
namespace {

void check_same(const RootSnapshot& a, const RootSnapshot& b) {
    REQUIRE(a.root.skills.size() == b.root.skills.size());
    for (std::size_t i = 0; i < a.root.skills.size(); ++i) {
        CHECK(*a.root.skills[i].skill == *b.root.skills[i].skill);
    }
    CHECK(a.root.diagnostics == b.root.diagnostics);
    CHECK(a.trigger_diagnostics == b.trigger_diagnostics);
    CHECK(a.root.scan->folders == b.root.scan->folders);
}

void check_same_answers(const RootSnapshot& a, const RootSnapshot& b) {
    for (const auto* prompt : {"which version is it", "renamed, then the body", "s1 and s7", "hello"}) {
        testing::check_same_answers(a, b, prompt);
    }
}

}  // namespace

namespace {

/// Reads a root as it goes on changing, and compiles it when it has come to rest.
struct ReadAhead {
    skill::RootSpec spec;
    OverlayLimits limits;
    std::shared_ptr<const RootSnapshot> now;
    std::optional<RootReading> reading = std::nullopt;

    void read(const skill::Touched& touched) {
        auto next = read_root(spec, *now, std::exchange(reading, std::nullopt), {}, {.touched = &touched});
        read_texts(next, *now);
        reading = std::move(next);
    }
    void come_to_rest() { now = compile(*std::exchange(reading, std::nullopt), *now, limits); }
};

}  // namespace

TEST_CASE("a root that was read again and again while it changed is as one that was read at its end") {
    int laid = 0;
    int whole = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        testing::Storm storm(seed, testing::Storm::Files::Whole);
        const skill::RootSpec spec{storm.root(), skill::Scope::User};
        auto read_once = make_snapshot(spec, nullptr, {});
        ReadAhead ahead_of{spec, {}, read_once};
        ReadAhead with_overlay{spec, {.fewest_skills = 1, .most_changes = 12}, read_once};
        for (int round = 0; round < 4; ++round) {
            CAPTURE(round);
            skill::Touched all;
            for (int part = 0; part < 3; ++part) {
                for (int i = 0; i < 6; ++i) {
                    storm.step();
                }
                const auto touched = storm.take_touched();
                for (const auto& [folder, names] : touched) {
                    all[folder].insert(names.begin(), names.end());
                }
                ahead_of.read(touched);
                with_overlay.read(touched);
            }
            ahead_of.come_to_rest();
            with_overlay.come_to_rest();
            read_once = make_snapshot(spec, read_once.get(), {}, {.touched = &all});
            check_same(*ahead_of.now, *read_once);
            check_same_answers(*ahead_of.now, *read_once);
            check_same(*with_overlay.now, *read_once);
            const bool has_overlay = with_overlay.now->overlay != nullptr;
            ++(has_overlay ? laid : whole);
            const auto merged = has_overlay ? merge(*with_overlay.now) : with_overlay.now;
            check_same(*merged, *read_once);
            check_same_answers(*merged, *read_once);
        }
    }
    CHECK(laid > 20);
    CHECK(whole > 20);
}

TEST_CASE("what was read ahead is not read again") {
    const testing::TempDir dir;
    for (const auto* name : {"a", "b", "c"}) {
        dir.write(name + std::string("/SKILL.md"), testing::versioned_skill(name, 0));
    }
    const skill::RootSpec spec{dir.path(), skill::Scope::User};
    const auto before = make_snapshot(spec, nullptr, {});

    dir.write("a/SKILL.md", testing::versioned_skill("a", 1));
    const skill::Touched one{{dir.path() / "a", {"SKILL.md"}}};
    auto reading = read_root(spec, *before, {}, {}, {.touched = &one});
    read_texts(reading, *before);
    CHECK(reading.root.files_read == 1);
    CHECK(reading.texts.size() == 1);

    dir.write("b/SKILL.md", testing::versioned_skill("b", 1));
    const skill::Touched other{{dir.path() / "b", {"SKILL.md"}}};
    auto last = read_root(spec, *before, std::move(reading), {}, {.touched = &other});
    CHECK(last.root.files_read == 2);
    CHECK(last.texts.size() == 1);
    const auto now = compile(std::move(last), *before);
    CHECK(now->root.skills[0].skill->description == "version 1");
    CHECK(now->root.skills[1].skill->description == "version 1");
    CHECK(now->root.skills[2].skill == before->root.skills[2].skill);
}

TEST_CASE("what was read ahead and went back to what it was leaves the index") {
    const testing::TempDir dir;
    dir.write("a/SKILL.md", testing::versioned_skill("a", 0));
    const skill::RootSpec spec{dir.path(), skill::Scope::User};
    const auto before = make_snapshot(spec, nullptr, {});
    dir.write("b/SKILL.md", testing::versioned_skill("b", 0));
    const skill::Touched came{{dir.path(), {"b"}}};
    auto reading = read_root(spec, *before, {}, {}, {.touched = &came});
    read_texts(reading, *before);
    std::filesystem::remove_all(dir.path() / "b");
    const auto now = compile(read_root(spec, *before, std::move(reading), {}, {.touched = &came}), *before);
    CHECK(now->index == before->index);
    CHECK(same_content(*now, *before));
}

}  // namespace skillwake::daemon
