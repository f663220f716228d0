// A root that changes skill by skill, with an overlay and without: nobody can tell the two apart.
#include "daemon/overlay.h"

#include "daemon/catalogue.h"
#include "matcher/judge.h"
#include "tests/bench/match_world.h"
#include "tests/daemon/house.h"
#include "tests/support/shared_material.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

constexpr OverlayLimits kAlways{.fewest_skills = 1, .most_changes = 64};
constexpr OverlayLimits kNever{.fewest_skills = 1, .most_changes = 0};
constexpr matcher::Budget kAmple{std::chrono::seconds(20), matcher::Budget::kAll};

using Snapshot = std::shared_ptr<const RootSnapshot>;
using Lines = std::vector<std::string>;

/// A folder of skills that changes at random.
class ChangingRoot {
public:
    explicit ChangingRoot(unsigned seed, std::size_t skills = 150) : random_(seed), world_(seed) {
        for (std::size_t number = 0; number < skills; ++number) {
            write("s" + std::to_string(number), world_.skill(number).text);
        }
        for (std::size_t number = 0; number < skills / 5; ++number) {
            write("copy" + std::to_string(number), world_.skill(number).text);
            write("bad" + std::to_string(number), bad("bad" + std::to_string(number)));
        }
        touched_.clear();
    }

    skill::RootSpec spec() const { return {dir_.path(), skill::Scope::User}; }
    skill::Touched take_touched() { return std::exchange(touched_, {}); }
    const bench::World& world() const { return world_; }
    std::size_t below(std::size_t count) { return random_() % count; }

    void step() {
        const auto folder = one_of_folders();
        switch (below(6)) {
            case 0:
                return remove(folder);
            case 1:  // a new one, or another one in its place
                return write("s" + std::to_string(below(400)), world_.skill(1'000 + below(1'000)).text);
            case 2: {  // a copy of another, or another of its name
                const auto text = below(2) == 0 ? text_of(folder) : other_with_name_of(text_of(folder));
                return write("copy" + std::to_string(below(50)), text);
            }
            case 3:
                return write(folder, bad(folder));
            default:
                return write(folder, text_of(folder) + "One more line.\n");
        }
    }

private:
    /// A trigger of it is disabled.
    static std::string bad(const std::string& name) {
        return "---\nname: " + name + "\ndescription: d\nactivation: {patterns: ['(']}\n---\nBody.\n";
    }
    std::string one_of_folders() {
        Lines folders;
        for (const auto& entry : fs::directory_iterator(dir_.path())) {
            folders.push_back(entry.path().filename().string());
        }
        std::sort(folders.begin(), folders.end());
        return folders[below(folders.size())];
    }
    std::string text_of(const std::string& folder) const {
        return testing::bytes_of(dir_.path() / folder / "SKILL.md");
    }
    std::string other_with_name_of(const std::string& text) {
        const auto name_of = [](const std::string& of) { return of.substr(0, of.find("\ndescription:")); };
        const auto other = world_.skill(1'000 + below(1'000)).text;
        return name_of(text) + other.substr(name_of(other).size());
    }
    void write(const std::string& folder, const std::string& text) {
        if (!fs::exists(dir_.path() / folder)) {
            touched_[dir_.path()].insert(folder);
        }
        dir_.write(fs::path(folder) / "SKILL.md", text);
        touched_[dir_.path() / folder].insert("SKILL.md");
    }
    void remove(const std::string& folder) {
        fs::remove_all(dir_.path() / folder);
        touched_[dir_.path()].insert(folder);
    }

    testing::TempDir dir_;
    std::mt19937_64 random_;
    bench::World world_;
    skill::Touched touched_;
};

/// All that a catalogue tells of its skills but what they say to events.
Lines told(const Catalogue& catalogue) {
    Lines lines;
    const auto found = [&catalogue](const std::string& name) {
        const auto ref = catalogue.find(name);
        std::string text = name + " is";
        if (ref) {
            return text + " " + catalogue.skill(*ref).file.string();
        }
        for (const auto& offered : ref.error().names()) {
            text += " " + offered + "?";
        }
        return text;
    };
    for (const auto ref : catalogue.all()) {
        const auto& skill = catalogue.skill(ref);
        const auto& front = catalogue.shadowed_by(ref);
        lines.push_back(skill.file.string() + " " + skill.digest + (front == nullptr ? "" : " behind ") +
                        (front == nullptr ? "" : front->file.string()) +
                        (catalogue.is_copy(ref) ? " its copy" : ""));
        for (const auto* rival : catalogue.rivals_of(ref)) {
            lines.push_back("or " + rival->file.string());
        }
        lines.push_back(found(skill.name));
        lines.push_back(found(skill.name + "x"));
        const auto at = catalogue.at_folder(skill.folder.native());
        lines.push_back(at ? catalogue.skill(*at).file.string() : "nothing there");
    }
    lines.push_back(found("s1"));
    return lines;
}

Lines diagnostics_told(const RootSnapshot& root) {
    Lines lines;
    for (const auto* diagnostics : {&root.root.diagnostics.values(), &root.trigger_diagnostics}) {
        for (const auto& diagnostic : *diagnostics) {
            lines.push_back(diagnostic.path + ":" + std::to_string(diagnostic.line) + " " +
                            diagnostic.message);
        }
    }
    return lines;
}

/// By path: what an event makes of a skill.
struct Standing {
    std::string file;
    matcher::Action action{};
    double confidence = 0;
};
std::vector<Standing> standings(const matcher::View& view, const std::string& prompt) {
    matcher::Event event;
    event.prompt = prompt;
    const auto judgement = matcher::judge(view, event, {}, kAmple);
    std::vector<Standing> standings;
    for (const auto& candidate : judgement.candidates) {
        standings.push_back({matcher::skill_of(view, candidate.ref).file.string() + " " +
                                 matcher::skill_of(view, candidate.ref).digest,
                             candidate.action, candidate.confidence});
    }
    std::sort(standings.begin(), standings.end(),
              [](const Standing& a, const Standing& b) { return a.file < b.file; });
    return standings;
}

/// One index that has what the two of an overlay have, those that are gone too, and hides as they do.
matcher::View as_one(const matcher::View& view) {
    struct Known {
        std::shared_ptr<const skill::Skill> skill;
        bool hidden;
    };
    std::vector<Known> known;
    for (const auto& layer : view.layers) {
        for (std::size_t id = 0; id < layer.index->skills().size(); ++id) {
            known.push_back({layer.index->skills()[id], !layer.hidden.empty() && layer.hidden[id]});
        }
    }
    std::stable_sort(known.begin(), known.end(),
                     [](const Known& a, const Known& b) { return a.skill->file < b.skill->file; });
    matcher::Index::Skills skills;
    std::vector<bool> hidden;
    for (const auto& one : known) {
        skills.push_back(one.skill);
        hidden.push_back(one.hidden);
    }
    return {{{matcher::Index::compile(std::move(skills)), std::move(hidden)}}};
}

void check_same(const std::vector<Standing>& a, const std::vector<Standing>& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        CHECK(a[i].file == b[i].file);
        CHECK(a[i].action == b[i].action);
        CHECK(a[i].confidence == doctest::Approx(b[i].confidence).epsilon(1e-6));
    }
}

}  // namespace

TEST_CASE("a root with an overlay is what the same root compiled whole is, change after change") {
    std::size_t laid = 0;
    std::size_t decided = 0;
    std::size_t same = 0;
    for (unsigned seed = 1; seed <= 3; ++seed) {
        CAPTURE(seed);
        ChangingRoot root(seed);
        const ChangingRoot of_same_names(seed, 40);
        const auto other = make_snapshot(of_same_names.spec(), nullptr, {});
        auto now = make_snapshot(root.spec(), nullptr, {});
        auto whole = now;
        for (int round = 0; round < 8; ++round) {
            CAPTURE(round);
            for (auto left = 1 + root.below(6); left > 0; --left) {
                root.step();
            }
            const auto touched = root.take_touched();
            now = make_snapshot(root.spec(), now.get(), {}, {.touched = &touched}, nullptr, kAlways);
            whole = make_snapshot(root.spec(), whole.get(), {}, {.touched = &touched}, nullptr, kNever);
            REQUIRE(whole->overlay == nullptr);
            laid += now->overlay == nullptr ? 0 : 1;
            CHECK(diagnostics_told(*now) == diagnostics_told(*whole));
            const Catalogue catalogue({now}, 1);
            const Catalogue expected({whole}, 1);
            CHECK(told(catalogue) == told(expected));
            for (const auto precedence : {skill::Precedence::Spec, skill::Precedence::Codex}) {
                CHECK(told(Catalogue({now, other}, 1, precedence)) ==
                      told(Catalogue({whole, other}, 1, precedence)));
                CHECK(told(Catalogue({other, now}, 1, precedence)) ==
                      told(Catalogue({other, whole}, 1, precedence)));
            }
            for (std::size_t number = 0; number < 5; ++number) {
                const auto& skills = whole->root.skills;
                const auto& wanted = *skills[root.below(skills.size())].skill;
                const auto prompt = root.world().prompt(number, root.world().skill(root.below(150))) + " " +
                                    wanted.description.substr(0, 60);
                CAPTURE(prompt);
                const auto standing = standings(catalogue.view(), prompt);
                check_same(standing, standings(as_one(catalogue.view()), prompt));
                // What is gone still counts where words are rare: a little surer or less sure, no other ones.
                const auto wished = standings(expected.view(), prompt);
                for (const auto& one : wished) {
                    decided += one.action == matcher::Action::None ? 0 : 1;
                    same += std::any_of(standing.begin(), standing.end(), [&one](const Standing& its) {
                        return one.action != matcher::Action::None && its.file == one.file &&
                               its.action == one.action;
                    });
                }
            }
        }
        if (now->overlay) {
            const auto merged = merge(*now);
            CHECK(merged->overlay == nullptr);
            CHECK(diagnostics_told(*merged) == diagnostics_told(*whole));
            CHECK(told(Catalogue({merged}, 1)) == told(Catalogue({whole}, 1)));
            check_same(standings(Catalogue({merged}, 1).view(), "the body of it, one more line"),
                       standings(Catalogue({whole}, 1).view(), "the body of it, one more line"));
        }
    }
    MESSAGE(same << " of " << decided << " decisions are those of one index without what is gone");
    CHECK(laid > 20);
    CHECK(decided > 100);
    CHECK(same * 100 >= decided * 98);
}

namespace {

/// A root of skills that are called a, b, c and so on.
struct Letters {
    explicit Letters(std::size_t skills) {
        for (std::size_t number = 0; number < skills; ++number) {
            write(number, 0);
        }
    }
    void write(std::size_t number, int version) const {
        const std::string name(1, static_cast<char>('a' + number));
        dir.write(fs::path(name) / "SKILL.md",
                  skill_text(name, "", "Version " + std::to_string(version) + "\n"));
    }
    Snapshot load(const Snapshot& previous, const OverlayLimits& limits) const {
        return make_snapshot({dir.path(), skill::Scope::User}, previous.get(), {}, {}, nullptr, limits);
    }

    testing::TempDir dir;
};

Lines names_of_index(const matcher::Index& index) {
    Lines names;
    for (const auto& skill : index.skills()) {
        names.push_back(skill->name);
    }
    return names;
}

}  // namespace

TEST_CASE("a large root keeps its index while few of its skills change, and their contents") {
    const Letters root(4);
    const OverlayLimits limits{.fewest_skills = 4, .most_changes = 3};
    const auto first = root.load(nullptr, limits);
    CHECK(first->overlay == nullptr);
    root.write(1, 1);  // b changes
    fs::remove_all(root.dir.path() / "d");
    root.write(25, 0);  // z is new
    const auto then = root.load(first, limits);
    REQUIRE(then->overlay != nullptr);
    CHECK(then->index == first->index);
    CHECK(then->names == first->names);
    CHECK(then->contents == first->contents);
    CHECK(then->overlay->gone == std::vector{matcher::SkillId{1}, matcher::SkillId{3}});
    CHECK(names_of_index(*then->overlay->index) == Lines{"b", "z"});

    // Nothing more: nobody can tell the two apart.
    const auto again = root.load(then, limits);
    CHECK(again->overlay == then->overlay);
    CHECK(same_content(*again, *then));
    CHECK_FALSE(same_content(*then, *first));

    // One more is too many.
    root.write(0, 1);
    const auto whole = root.load(again, limits);
    CHECK(whole->overlay == nullptr);
    CHECK(names_of_index(*whole->index) == Lines{"a", "b", "c", "z"});
}

TEST_CASE("a smaller root is compiled whole") {
    const Letters root(4);
    const OverlayLimits limits{.fewest_skills = 5, .most_changes = 3};
    const auto first = root.load(nullptr, limits);
    root.write(1, 1);
    CHECK(root.load(first, limits)->overlay == nullptr);
    CHECK(OverlayLimits().fewest_skills == 1'000);
    CHECK(OverlayLimits().most_changes == 64);
}

TEST_CASE("what has changed back needs no overlay any more") {
    const Letters root(4);
    const auto first = root.load(nullptr, kAlways);
    root.write(25, 0);
    const auto then = root.load(first, kAlways);
    REQUIRE(then->overlay != nullptr);
    CHECK(then->overlay->gone.empty());
    fs::remove_all(root.dir.path() / "z");
    const auto back = root.load(then, kAlways);
    CHECK(back->overlay == nullptr);
    CHECK(same_content(*back, *first));
}

TEST_CASE("what is gone is nowhere, and its number counts nowhere") {
    Limits limits;
    limits.overlay = kAlways;
    House house(House::Roots::Fixed, limits);
    house.skill("boats", wakes_on("boat"));
    house.skill("rockets", wakes_on("rocket"));
    REQUIRE(house.event(prompt_params("hello")));
    const auto old_folder = (house.skills() / "rockets").string();
    house.remove("skills/rockets");
    house.skill("boats", wakes_on("ship"), "Better.\n");
    house.reload();
    const auto catalogue = *house.store->catalogue("/");
    REQUIRE(catalogue->roots().front()->overlay != nullptr);
    CHECK_FALSE(catalogue->find("rockets"));
    CHECK_FALSE(catalogue->at_folder(old_folder));
    CHECK(catalogue->all().size() == 1);
    CHECK(house.service().list({})->skills.size() == 1);
    CHECK(house.service().status()->skills == 1);
    CHECK(names_of(house.prompt("a rocket").loaded) == Names{});
    CHECK(names_of(house.prompt("a boat").loaded) == Names{});
    const auto given = house.prompt("a ship");
    REQUIRE(names_of(given.loaded) == Names{"boats"});
    CHECK(given.loaded.front().content->plain().find("Better.") != std::string::npos);
}

}  // namespace skillwake::daemon
