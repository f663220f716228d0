// The matcher in-process, next to what programs that do the same commonly do.
//
//     match-bench [--rounds N] [--json FILE] [SKILLS | NAME=FOLDER | hostile]...
//
// Of each number of made skills: time of a 130-byte prompt's decision, each prompt seen once; next to it, in
// turns, a loop that looks for every keyword and runs every pattern, and RE2::Set of all patterns; time and
// memory of compiling the index, the skills themselves excluded. Of the real skills in a folder the same,
// with prompts out of the words of their own descriptions, next to a loop that looks for their names.
// `hostile`: prompts, files, outputs and commands of 1 MB that are made to cost much, the worst of three, at
// each number. Times are of the thread's processor, so that other programs disturb them less.
#include "base/text.h"
#include "matcher/judge.h"
#include "skill/load.h"
#include "tests/bench/heap_count.h"
#include "tests/bench/made_skills.h"
#include "tests/bench/match_hostile.h"
#include "tests/bench/support/bench_main.h"
#include "tests/bench/support/report.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kDefaultRounds = 10;
constexpr std::size_t kWarmUp = 30;
constexpr std::size_t kPromptsARound = 40;
constexpr std::size_t kReferenceOneIn = 8;   ///< of the prompts: references are slow
constexpr std::size_t kLargestSet = 10'000;  ///< patterns that RE2::Set is asked to hold
constexpr std::int64_t kSetMemory = 1 << 28;

/// Of this thread's processor time.
double now_us() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

template <class Work>
double us_of(Work work) {
    const auto begin = now_us();
    work();
    return now_us() - begin;
}

/// What common hooks do: every keyword of every skill is looked for in the folded prompt, every pattern is
/// run.
class NaiveLoop {
public:
    void add(const MadeSkill& made) {
        keywords_.insert(keywords_.end(), made.keywords.begin(), made.keywords.end());
        for (const auto& pattern : made.patterns) {
            patterns_.push_back(std::make_unique<RE2>(pattern));
        }
    }
    std::size_t hits(std::string_view prompt) const {
        const auto folded = fold_ascii(prompt);
        std::size_t count = 0;
        for (const auto& keyword : keywords_) {
            count += folded.find(keyword) != std::string::npos ? 1 : 0;
        }
        for (const auto& pattern : patterns_) {
            count += RE2::PartialMatch(re2::StringPiece(prompt.data(), prompt.size()), *pattern) ? 1 : 0;
        }
        return count;
    }

private:
    std::vector<std::string> keywords_;
    std::vector<std::unique_ptr<RE2>> patterns_;
};

/// All patterns as one automaton; nullptr: it does not compile within kSetMemory.
std::unique_ptr<RE2::Set> set_of(const std::vector<std::string>& patterns) {
    if (patterns.empty() || patterns.size() > kLargestSet) {
        return nullptr;
    }
    RE2::Options options;
    options.set_max_mem(kSetMemory);
    options.set_log_errors(false);
    auto set = std::make_unique<RE2::Set>(options, RE2::UNANCHORED);
    for (const auto& pattern : patterns) {
        set->Add(pattern, nullptr);
    }
    return set->Compile() ? std::move(set) : nullptr;
}

/// A root whose prompts can be made.
class Catalogue {
public:
    virtual ~Catalogue() = default;
    virtual std::string prompt(std::size_t number) const = 0;

    matcher::Index::Skills skills;
    NaiveLoop naive;
    std::vector<std::string> patterns;
};

class MadeCatalogue final : public Catalogue {
public:
    explicit MadeCatalogue(std::size_t count) : world_(kSeed) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto made = world_.skill(i);
            skills.push_back(parsed(made));
            naive.add(made);
            patterns.insert(patterns.end(), made.patterns.begin(), made.patterns.end());
        }
    }
    std::string prompt(std::size_t number) const override {
        return world_.prompt(number, world_.skill(number * 7919 % skills.size()));
    }

private:
    World world_;
};

class RealCatalogue final : public Catalogue {
public:
    explicit RealCatalogue(const std::string& folder) {
        skill::LoadOptions options;
        options.scan.depth = 16;  // of collections as they are
        const auto root = skill::load_root({folder, skill::Scope::User}, nullptr, options);
        if (root.skills.empty()) {
            throw std::runtime_error(folder + ": no skills in it");
        }
        MadeSkill names;
        for (const auto& loaded : root.skills) {
            skills.push_back(loaded.skill);
            names.keywords.push_back(fold_ascii(loaded.skill->name));
        }
        naive.add(names);
    }
    /// A skill's description, from another word on each time.
    std::string prompt(std::size_t number) const override {
        constexpr std::size_t kBytes = 130;
        const auto words = split(skills[number * 7919 % skills.size()]->description, ' ');
        std::string text = "please";
        for (std::size_t i = 0; text.size() < kBytes; ++i) {
            text.append(" ").append(words[(number + i) % words.size()]);
        }
        return text;
    }
};

/// Keeps what the compiler would otherwise leave out.
std::size_t seen = 0;

void judge(const matcher::View& view, const matcher::Event& event) {
    seen += matcher::judge(view, event, {}, {}).candidates.size();
}

void judge(const matcher::View& view, const std::string& prompt) {
    matcher::Event event;
    event.prompt = prompt;
    judge(view, event);
}

class MatchBench {
public:
    explicit MatchBench(std::size_t rounds) : rounds_(rounds) {}

    void measure(const std::string& where, Catalogue& catalogue) {
        where_ = where;
        skills_ = catalogue.skills.size();
        const auto view = compile(catalogue);
        const auto set = set_of(catalogue.patterns);
        Samples decisions;
        Samples naive;
        Samples sets;
        std::size_t allocations = 0;
        std::size_t number = 0;
        for (; number < kWarmUp; ++number) {
            judge(view, catalogue.prompt(number));
        }
        for (std::size_t round = 0; round < rounds_; ++round) {
            for (auto* samples : {&decisions, &naive, &sets}) {
                samples->begin_round();
            }
            for (std::size_t i = 0; i < kPromptsARound; ++i, ++number) {
                const auto prompt = catalogue.prompt(number);
                const auto before = heap_allocations();
                decisions.add(us_of([&] { judge(view, prompt); }));
                allocations += heap_allocations() - before;
                if (i % kReferenceOneIn == 0) {
                    naive.add(us_of([&] { seen += catalogue.naive.hits(prompt); }));
                    if (set) {
                        sets.add(us_of([&] {
                            std::vector<int> hits;
                            set->Match(prompt, &hits);
                            seen += hits.size();
                        }));
                    }
                }
            }
        }
        add_time("decision", decisions);
        add_time("naive loop", naive);
        add("decision : naive loop", "times", ratios(decisions, naive));
        if (set) {
            add_time("RE2::Set", sets);
            add("decision : RE2::Set", "times", ratios(decisions, sets));
        }
        add("allocations of a decision", "allocations",
            {static_cast<double>(allocations) / static_cast<double>(rounds_ * kPromptsARound)});
        grow(decisions);
    }

    void measure_hostile(std::size_t skills) {
        where_ = "hostile";
        skills_ = skills;
        const World world(kSeed);
        {
            const auto view = view_of(world, skills);
            for (const auto& [name, text] : hostile_texts(world)) {
                add_worst(view, name, [&bytes = text](matcher::Event& event) { event.prompt = bytes; });
            }
        }
        const auto view =
            made_view(skills, [&](std::size_t i) { return with_more_triggers(world.skill(i), world, i); });
        for (const auto& [name, text] : hostile_texts(world)) {
            add_worst(view, name + " in a file", [&bytes = text](matcher::Event& event) {
                event.files.push_back({"docs/notes.txt", "", {bytes}});
            });
            add_worst(view, name + " of a tool",
                      [&bytes = text](matcher::Event& event) { event.outputs.push_back(bytes); });
            add_worst(view, name + " to a shell",
                      [&bytes = text](matcher::Event& event) { event.commands.push_back(bytes); });
        }
    }

    std::vector<Row> take_rows() { return std::move(rows_); }

private:
    static constexpr double kHostileGoalMs = 25;
    static constexpr double kBytesGoal = 800;
    static constexpr double kGrowthGoal = 5;
    static constexpr std::uint64_t kFewer = 1'000;
    static constexpr std::uint64_t kMost = 100'000;

    /// The worst of three of an event that holds 1 MB of `what`.
    template <class Fill>
    void add_worst(const matcher::View& view, const std::string& what, Fill fill) {
        matcher::Event event;
        fill(event);
        double worst = 0;
        for (int round = 0; round < 3; ++round) {
            worst = std::max(worst, us_of([&] { judge(view, event); }));
        }
        add("1 MB of " + what + ", the worst", "ms", {worst / 1e3});
        rows_.back().goal = kHostileGoalMs;
    }

    void add(std::string what, std::string unit, const std::vector<double>& values) {
        const auto spread = spread_of(values);
        rows_.push_back({std::move(what),
                         where_,
                         skills_,
                         std::move(unit),
                         spread.median,
                         spread.low,
                         spread.high,
                         {},
                         {}});
    }
    void add_time(std::string what, const Samples& samples) {
        add(std::move(what), "us", samples.medians());
        rows_.back().p99 = samples.at(0.99);
    }

    matcher::View compile(Catalogue& catalogue) {
        if (skills_ == 1) {
            (void)matcher::Index::compile(catalogue.skills);  // tables that are made once a program
        }
        matcher::View view;
        const auto bytes = heap_bytes();
        const double us = us_of([&] {
            view.layers.push_back({matcher::Index::compile(catalogue.skills), {}});
        });
        const auto number = static_cast<double>(skills_);
        add("compiling a skill", "us", {us / number});
        add("index memory of a skill", "bytes", {static_cast<double>(heap_bytes() - bytes) / number});
        if (skills_ == kMost) {
            rows_.back().goal = kBytesGoal;
        }
        return view;
    }

    /// From 1,000 to 100,000 made skills.
    void grow(const Samples& decisions) {
        if (where_ == "made" && skills_ == kFewer) {
            at_fewer_ = decisions.medians();
        } else if (where_ == "made" && skills_ == kMost && !at_fewer_.empty()) {
            auto times = decisions.medians();
            for (std::size_t round = 0; round < times.size(); ++round) {
                times[round] /= at_fewer_[round];
            }
            add("decision : the same at 1,000 skills", "times", times);
            rows_.back().goal = kGrowthGoal;
        }
    }

    std::size_t rounds_;
    std::string where_;
    std::uint64_t skills_ = 0;
    std::vector<double> at_fewer_;
    std::vector<Row> rows_;
};

std::size_t number_of(const std::string& word) {
    std::size_t number = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (failed != std::errc() || end != word.data() + word.size() || number == 0) {
        throw std::runtime_error(word + ": expected a number of skills, NAME=FOLDER or hostile");
    }
    return number;
}

int run(const std::vector<std::string>& arguments) {
    auto options = read_options(arguments, kDefaultRounds);
    const bool hostile = std::erase(options.words, "hostile") > 0;
    const bool has_number = std::any_of(options.words.begin(), options.words.end(),
                                        [](const auto& word) { return word.find('=') == std::string::npos; });
    if (!has_number) {
        for (const auto* usual : {"1", "1000", "10000", "100000"}) {
            options.words.emplace_back(usual);
        }
    }
    MatchBench bench(options.rounds);
    for (const auto& word : options.words) {
        if (const auto equals = word.find('='); equals != std::string::npos) {
            RealCatalogue catalogue(word.substr(equals + 1));
            bench.measure(word.substr(0, equals), catalogue);
        } else if (hostile) {
            bench.measure_hostile(number_of(word));
        } else {
            MadeCatalogue catalogue(number_of(word));
            bench.measure("made", catalogue);
        }
    }
    publish({"match", "script/bench match", options.rounds, Machine::of_here(), bench.take_rows()}, options);
    return 0;
}

}  // namespace
}  // namespace skillwake::bench

int main(int argc, char** argv) {
    return skillwake::bench::bench_main("match-bench", argc, argv, skillwake::bench::run);
}
