// What loading a root costs beside `cat` of the same files, and what a change of one file does.
//
//     load-bench (NAME=FOLDER | made=NUMBER)... [--rounds N] [--json FILE]
//
// `made=100000`: so many skills out of a seed, written into a folder of their own for the while.
// Of each folder, which may hold folders of skills and is not written to: loading all of it (scan, read,
// parse, derive, compile), next to a process of `cat` that reads the same files; both take turns, with the
// files in the system's cache. Beside it a restart: the same from what an earlier run kept of it. The same
// for the first 1,000 of its skills, so that growth is seen. Then one file of a copy is changed, and the time
// taken from then to the catalogue that has it, alone and beside many other roots.
#include "base/clock.h"
#include "daemon/root_store.h"
#include "tests/bench/support/bench_main.h"
#include "tests/bench/support/generator.h"
#include "tests/bench/support/report.h"
#include "tests/bench/support/run_program.h"
#include "tests/support/temp_dir.h"

#include <malloc.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace skillwake::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDefaultRounds = 5;
constexpr std::size_t kFew = 1'000;
constexpr std::size_t kOtherRoots = 50;
constexpr std::size_t kSkillsOfOther = 20;
/// No further round of one folder begins after so long, so that a run of large ones ends.
constexpr double kLongestUs = 90e6;

using Snapshot = std::shared_ptr<const daemon::RootSnapshot>;

std::size_t heap_bytes() {
    const auto info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
}

skill::LoadOptions load_options() {
    skill::LoadOptions options;
    options.scan.depth = 16;  // of collections as they are
    return options;
}

Snapshot load(const fs::path& folder, const daemon::SnapshotCache* cache = nullptr) {
    return daemon::make_snapshot({folder, skill::Scope::User}, nullptr, load_options(), {}, cache);
}

/// The files of all skills, each ended by a NUL, as xargs takes them.
std::string files_of(const daemon::RootSnapshot& snapshot) {
    std::string files;
    for (const auto& loaded : snapshot.root.skills) {
        files.append(loaded.skill->file.string()).push_back('\0');
    }
    return files;
}

/// `list`: a file with the names, which are more than a command line or a pipe takes.
double cat(const fs::path& list) {
    return run_to_end({"/bin/sh", "-c", "exec xargs -0 -a \"$0\" cat > /dev/null", list.string()}).us;
}

/// `most` skills of `snapshot`, each in a folder of its own, without the files beside them.
void copy_skills(const daemon::RootSnapshot& snapshot, const fs::path& to, std::size_t most) {
    const auto& skills = snapshot.root.skills;
    for (std::size_t number = 0; number < std::min(most, skills.size()); ++number) {
        const auto folder = to / std::to_string(number / kFew) /
                            (skills[number].skill->folder.filename().string() + "-" + std::to_string(number));
        fs::create_directories(folder);
        fs::copy_file(skills[number].skill->file, folder / "SKILL.md");
    }
}

std::vector<double> per_round(const Samples& samples, double factor, bool inverse) {
    auto values = samples.medians();
    for (auto& value : values) {
        value = inverse ? factor / value : value * factor;
    }
    return values;
}

void write_made(const testing::TempDir& folder, std::size_t count) {
    constexpr std::size_t kBodyBytes = 1'500;
    const Generator generator;
    for (std::size_t number = 0; number < count; ++number) {
        const auto skill = generator.skill(number, kBodyBytes);
        (void)folder.write(fs::path(std::to_string(number / kFew)) / skill.name / "SKILL.md", skill.text);
    }
}

class LoadBench {
public:
    explicit LoadBench(std::size_t rounds) : rounds_(rounds) {}

    void measure(const std::string& name, const fs::path& folder) {
        name_ = name;
        std::fprintf(stderr, "%s: loading\n", name.c_str());
        testing::TempDir copy;
        {
            const auto whole = load(folder);
            if (whole->root.skills.empty()) {
                throw std::runtime_error("no skills in " + folder.string());
            }
            if (whole->root.skills.size() > kFew) {
                copy_skills(*whole, copy.path() / "few", kFew);
            }
            copy_skills(*whole, copy.path() / "all", whole->root.skills.size());
        }
        if (fs::exists(copy.path() / "few")) {
            measure_loads(copy.path() / "few");
        }
        measure_loads(folder);
        std::fprintf(stderr, "%s: changing one file\n", name.c_str());
        measure_change(copy.path() / "all");
    }

    std::vector<Row> take_rows() { return std::move(rows_); }

private:
    void add(std::string what, std::string unit, const std::vector<double>& values) {
        const auto spread = spread_of(values);
        rows_.push_back({std::move(what),
                         name_,
                         skills_,
                         std::move(unit),
                         spread.median,
                         spread.low,
                         spread.high,
                         {},
                         {}});
    }

    /// Without the time that giving back what was loaded takes.
    template <class Load>
    static double time_of(Load load) {
        const Stopwatch watch;
        const auto loaded = load();
        return watch.us();
    }

    void measure_loads(const fs::path& folder) {
        constexpr double kMs = 1e-3;
        constexpr double kSecond = 1e6;
        const auto before = heap_bytes();
        const auto held = load(folder);
        const auto bytes = heap_bytes() - before;
        skills_ = held->root.skills.size();
        const testing::TempDir lists;
        const auto list = lists.write("files", files_of(*held));
        const testing::TempDir kept;
        const daemon::SnapshotCache cache(kept.path());
        if (const auto written = cache.write(*held, load_options()); !written) {
            throw std::runtime_error(written.error().message());
        }
        Samples loads;
        Samples restarts;
        Samples cats;
        const Stopwatch all;
        for (std::size_t round = 0; round < rounds_ && (round < 2 || all.us() < kLongestUs); ++round) {
            cats.begin_round();
            cats.add(cat(list));
            loads.begin_round();
            loads.add(time_of([&] { return load(folder); }));
            restarts.begin_round();
            restarts.add(time_of([&] { return load(folder, &cache); }));
        }
        if (const auto done = loads.medians().size(); done < rounds_) {
            add("rounds that there was time for", "rounds", {static_cast<double>(done)});
        }
        const auto before_restart = heap_bytes();
        const auto restarted = load(folder, &cache);
        const auto bytes_restarted = heap_bytes() - before_restart;
        const auto number = static_cast<double>(skills_);
        add("load", "ms", per_round(loads, kMs, false));
        add("cat of the same files", "ms", per_round(cats, kMs, false));
        add("load : cat", "times", ratios(loads, cats));
        add("restart, nothing changed", "ms", per_round(restarts, kMs, false));
        add("restart : cat", "times", ratios(restarts, cats));
        add("load, skills a second", "/s", per_round(loads, number * kSecond, true));
        add("memory of a skill", "bytes", {static_cast<double>(bytes) / number});
        add("memory of a skill, restarted", "bytes", {static_cast<double>(bytes_restarted) / number});
    }

    /// The store of a daemon that serves `roots`, the first of them the one that will change.
    struct Served {
        Served(const fs::path& first, const std::vector<fs::path>& others, const Clock& clock)
            : changing{first, skill::Scope::User}, store(specs_of(first, others), {}, clock) {
            (void)store.catalogue("/");
            for (const auto& spec : store.take_wanted()) {
                store.put(daemon::make_snapshot(spec, nullptr, load_options()));
            }
            (void)*store.catalogue("/");
        }
        static std::vector<skill::RootSpec> specs_of(const fs::path& first,
                                                     const std::vector<fs::path>& others) {
            std::vector<skill::RootSpec> specs{{first, skill::Scope::User}};
            for (const auto& other : others) {
                specs.push_back({other, skill::Scope::User});
            }
            return specs;
        }
        /// From the end of a write to the catalogue that has it.
        void change(const fs::path& file) {
            std::ofstream(file, std::ios::app) << "One more line.\n";
            const skill::Touched touched{{file.parent_path(), {file.filename().string()}}};
            const auto before = store.snapshot(changing);
            const Stopwatch watch;
            auto reading = daemon::read_root(changing, *before, {}, load_options(), {&touched, {}});
            const auto loaded = watch.us();
            read = reading.root.files_read;
            auto next = daemon::compile(std::move(reading), *before);
            const auto compiled = watch.us();
            store.put(std::move(next));
            (void)*store.catalogue("/");
            const auto whole = watch.us();
            add(times, whole);
            add(loads, loaded);
            add(indexes, compiled - loaded);
            add(catalogues, whole - compiled);
        }
        /// What the daemon does when nothing has changed for a while.
        void merge() {
            const auto before = store.snapshot(changing);
            if (before->overlay) {
                const Stopwatch watch;
                store.put_merged(before, daemon::merge(*before));
                add(merges, watch.us());
            }
        }

        skill::RootSpec changing;
        daemon::RootStore store;
        Samples times;
        Samples loads;  ///< of `times`, like the next two
        Samples indexes;
        Samples catalogues;
        Samples merges;  ///< none: the root is too small
        std::size_t read = 0;

    private:
        static void add(Samples& samples, double us) {
            samples.begin_round();
            samples.add(us);
        }
    };

    void measure_change(const fs::path& folder) {
        constexpr double kMs = 1e-3;
        testing::TempDir others;
        std::vector<fs::path> other_roots;
        for (std::size_t root = 0; root < kOtherRoots; ++root) {
            for (std::size_t number = 0; number < kSkillsOfOther; ++number) {
                const auto name = "other-" + std::to_string(root) + "-" + std::to_string(number);
                others.write(
                    std::to_string(root) + "/" + name + "/SKILL.md",
                    "---\nname: " + name + "\ndescription: Use when " + name + " is meant\n---\nIt is.\n");
            }
            other_roots.push_back(others.path() / std::to_string(root));
        }
        const SystemClock clock;
        Served alone(folder, {}, clock);
        Served among(folder, other_roots, clock);
        const auto& skills = alone.store.snapshot(alone.changing)->root.skills;
        const auto file = skills[skills.size() / 2].skill->file;
        const Stopwatch all;
        for (std::size_t round = 0; round < rounds_ && (round < 2 || all.us() < kLongestUs); ++round) {
            alone.change(file);
            among.change(file);
        }
        alone.merge();
        const auto beside = ", beside " + std::to_string(kOtherRoots) + " other roots";
        add("one file changed, to the new catalogue", "ms", per_round(alone.times, kMs, false));
        add("of it: reading what changed", "ms", per_round(alone.loads, kMs, false));
        add("of it: the index", "ms", per_round(alone.indexes, kMs, false));
        add("of it: the catalogue", "us", alone.catalogues.medians());
        if (!alone.merges.medians().empty()) {
            add("merged when it is quiet", "ms", per_round(alone.merges, kMs, false));
        }
        add("one file changed, to the new catalogue" + beside, "ms", per_round(among.times, kMs, false));
        add("with other roots : without", "times", ratios(among.times, alone.times));
        add("files read again", "files", {static_cast<double>(alone.read)});
        add("files read again" + beside, "files", {static_cast<double>(among.read)});
    }

    std::size_t rounds_;
    std::string name_;
    std::uint64_t skills_ = 0;
    std::vector<Row> rows_;
};

int run(const std::vector<std::string>& arguments) {
    const auto options = read_options(arguments, kDefaultRounds);
    if (options.words.empty()) {
        std::fprintf(stderr, "usage: load-bench (NAME=FOLDER | made=NUMBER)... [--rounds N] [--json FILE]\n");
        return 2;
    }
    LoadBench bench(options.rounds);
    for (const auto& word : options.words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            throw std::runtime_error(word + ": expected NAME=FOLDER");
        }
        const auto name = word.substr(0, equals);
        const auto value = word.substr(equals + 1);
        if (name == "made") {
            const testing::TempDir made;
            write_made(made, std::stoul(value));
            bench.measure(name, made.path());
        } else {
            bench.measure(name, fs::canonical(value));
        }
    }
    publish({"load", "script/bench load", options.rounds, Machine::of_here(), bench.take_rows()}, options);
    return 0;
}

}  // namespace
}  // namespace skillwake::bench

int main(int argc, char** argv) {
    return skillwake::bench::bench_main("load-bench", argc, argv, skillwake::bench::run);
}
