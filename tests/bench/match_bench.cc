// The matcher in-process, next to what programs that do the same commonly do.
//
//     match-bench [--json FILE] [--hostile] [SKILLS...]
//
// Of each number of skills: time of a 130-byte prompt's decision, each prompt seen once; time and memory of
// compiling the index, the skills themselves excluded; a loop that looks for every keyword and runs every
// pattern; RE2::Set of all patterns. Times are of the thread's processor, so that other programs disturb them
// less.
#include "base/text.h"
#include "matcher/judge.h"
#include "tests/bench/heap_count.h"
#include "tests/bench/made_skills.h"
#include "tests/bench/match_hostile.h"
#include "tests/bench/support/bench_main.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kWarmUp = 30;
constexpr std::size_t kPrompts = 400;
constexpr std::size_t kLargestSet = 10'000;  ///< patterns that RE2::Set is asked to hold
constexpr std::int64_t kSetMemory = 1 << 28;

/// Of this thread's processor time.
double now_ns() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

struct Times {
    std::vector<double> ns;

    double at(double part) {
        if (ns.empty()) {
            return 0;
        }
        const auto place = static_cast<std::size_t>(part * static_cast<double>(ns.size() - 1));
        std::nth_element(ns.begin(), ns.begin() + static_cast<std::ptrdiff_t>(place), ns.end());
        return ns[place];
    }
};

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

struct Row {
    std::size_t skills = 0;
    double load_us = 0;  ///< a skill
    double bytes = 0;    ///< a skill
    double median_ns = 0;
    double p99_ns = 0;
    double allocations = 0;  ///< a prompt
    double naive_ns = 0;
    std::optional<double> set_ns;
};

class MatchBench {
public:
    explicit MatchBench(std::size_t skills) : world_(kSeed) { build(skills); }

    Row run(std::size_t skills) {
        Row row = built_;
        row.skills = skills;
        Times engine;
        Times naive;
        Times set;
        std::size_t allocations = 0;
        for (std::size_t i = 0; i < kWarmUp + kPrompts; ++i) {
            const auto prompt = world_.prompt(i, world_.skill(i * 7919 % skills));
            const auto before = heap_allocations();
            const double decided = ns_of([&] { judge(prompt); });
            if (i < kWarmUp) {
                continue;
            }
            allocations += heap_allocations() - before;
            engine.ns.push_back(decided);
            if (i % 8 == 0) {
                naive.ns.push_back(ns_of([&] { found_ += naive_.hits(prompt); }));
                if (set_) {
                    set.ns.push_back(ns_of([&] {
                        std::vector<int> hits;
                        set_->Match(prompt, &hits);
                        found_ += hits.size();
                    }));
                }
            }
        }
        row.median_ns = engine.at(0.5);
        row.p99_ns = engine.at(0.99);
        row.allocations = static_cast<double>(allocations) / kPrompts;
        row.naive_ns = naive.at(0.5);
        row.set_ns = set_ ? std::optional(set.at(0.5)) : std::nullopt;
        return row;
    }

    void run_hostile(std::size_t skills) {
        for (const auto& [name, text] : hostile_prompts(world_)) {
            double worst = 0;
            for (int round = 0; round < 3; ++round) {
                worst = std::max(worst, ns_of([&, &bytes = text] { judge(bytes); }));
            }
            std::fflush(stdout);
            std::printf("%8zu skills, 1 MB of %-28s %9.2f ms\n", skills, name.c_str(), worst / 1e6);
        }
    }

private:
    template <class Work>
    static double ns_of(Work work) {
        const auto begin = now_ns();
        work();
        return now_ns() - begin;
    }

    void judge(const std::string& prompt) {
        matcher::Event event;
        event.prompt = prompt;
        found_ += matcher::judge(view_, event, {}, {}).candidates.size();
    }

    void build(std::size_t count) {
        matcher::Index::Skills skills;
        std::vector<std::string> patterns;
        for (std::size_t i = 0; i < count; ++i) {
            const auto made = world_.skill(i);
            skills.push_back(parsed(made));
            naive_.add(made);
            patterns.insert(patterns.end(), made.patterns.begin(), made.patterns.end());
        }
        if (count == 1) {
            (void)matcher::Index::compile(skills);  // tables that are made once a program
        }
        const auto bytes = heap_bytes();
        const double ns = ns_of([&] {
            view_.layers.push_back({matcher::Index::compile(std::move(skills)), {}});
        });
        built_.load_us = ns / 1e3 / static_cast<double>(count);
        built_.bytes =
            (static_cast<double>(heap_bytes()) - static_cast<double>(bytes)) / static_cast<double>(count);
        set_ = set_of(patterns);
    }

    World world_;
    matcher::View view_;
    NaiveLoop naive_;
    std::unique_ptr<RE2::Set> set_;
    Row built_;
    std::size_t found_ = 0;  ///< so that nothing is left out
};

void print(const std::vector<Row>& rows) {
    std::printf("%8s %12s %10s %12s %12s %8s %14s %14s\n", "skills", "load us/sk", "bytes/sk", "prompt ns",
                "p99 ns", "allocs", "naive loop ns", "RE2::Set ns");
    for (const auto& row : rows) {
        std::printf("%8zu %12.1f %10.0f %12.0f %12.0f %8.0f %14.0f ", row.skills, row.load_us, row.bytes,
                    row.median_ns, row.p99_ns, row.allocations, row.naive_ns);
        row.set_ns ? std::printf("%14.0f\n", *row.set_ns) : std::printf("%14s\n", "-");
    }
    const auto of = [&](std::size_t skills) {
        return std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.skills == skills; });
    };
    if (of(1'000) != rows.end() && of(100'000) != rows.end()) {
        std::printf("100 times the skills cost %.1f times the time\n",
                    of(100'000)->median_ns / of(1'000)->median_ns);
    }
}

void write_json(const std::string& file, const std::vector<Row>& rows) {
    auto* out = std::fopen(file.c_str(), "w");
    if (out == nullptr) {
        throw std::runtime_error(file + ": cannot be written");
    }
    std::fputs("[", out);
    for (const auto& row : rows) {
        std::fprintf(out,
                     "%s{\"skills\":%zu,\"load_us\":%.2f,\"bytes\":%.0f,\"median_ns\":%.0f,\"p99_ns\":%.0f,"
                     "\"allocations\":%.1f,\"naive_ns\":%.0f,\"re2_set_ns\":",
                     &row == &rows.front() ? "" : ",\n ", row.skills, row.load_us, row.bytes, row.median_ns,
                     row.p99_ns, row.allocations, row.naive_ns);
        row.set_ns ? std::fprintf(out, "%.0f}", *row.set_ns) : std::fprintf(out, "null}");
    }
    std::fputs("]\n", out);
    std::fclose(out);
}

int run(const std::vector<std::string>& arguments) {
    std::vector<std::size_t> sizes;
    std::string json;
    bool hostile = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--json" && i + 1 < arguments.size()) {
            json = arguments[++i];
        } else if (arguments[i] == "--hostile") {
            hostile = true;
        } else {
            sizes.push_back(std::stoul(arguments[i]));
        }
    }
    if (sizes.empty()) {
        sizes = {1, 1'000, 10'000, 100'000};
    }
    std::vector<Row> rows;
    for (const auto size : sizes) {
        MatchBench bench(size);
        if (hostile) {
            bench.run_hostile(size);
        } else {
            rows.push_back(bench.run(size));
        }
    }
    if (!hostile) {
        print(rows);
    }
    if (!json.empty()) {
        write_json(json, rows);
    }
    return 0;
}

}  // namespace
}  // namespace skillwake::bench

int main(int argc, char** argv) {
    return skillwake::bench::bench_main("match-bench", argc, argv, skillwake::bench::run);
}
