#include "base/file.h"
#include "daemon/root_snapshot.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

/// What loading a root costs beside only reading its files, and what a change of one file does.
///
///     load-bench FOLDER [ROUNDS]
///
/// The folder may hold other folders of skills, and is not written to: the change is told of a file that is
/// as it was, or made in a copy. Times are medians of rounds that alternate.
namespace {

namespace fs = std::filesystem;
using namespace skillwake;  // NOLINT(google-build-using-namespace): a program of one file
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point began) {
    return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

double median(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

std::size_t heap_bytes() {
    const auto info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
}

/// As `cat` does: open, read to the end, close.
double read_only(const std::vector<fs::path>& files) {
    const auto began = Clock::now();
    std::size_t bytes = 0;
    for (const auto& file : files) {
        if (const auto text = read_file(file, skill::kMaxSkillBytes)) {
            bytes += text->size();
        }
    }
    const auto took = milliseconds_since(began);
    std::fprintf(stderr, "read %zu bytes\n", bytes);
    return took;
}

struct Load {
    double ms = 0;
    std::size_t bytes = 0;  ///< of memory that it holds
    std::shared_ptr<const daemon::RootSnapshot> snapshot;
};

Load load(const skill::RootSpec& spec, const skill::LoadOptions& options) {
    Load load;
    const auto before = heap_bytes();
    const auto began = Clock::now();
    load.snapshot = daemon::make_snapshot(spec, nullptr, options);
    load.ms = milliseconds_since(began);
    load.bytes = heap_bytes() - before;
    return load;
}

/// A new snapshot after one skill's file was told to have changed; and of that the part without the index.
void change_one(const skill::RootSpec& spec, const daemon::RootSnapshot& known,
                const skill::LoadOptions& options, int rounds) {
    const auto file = known.root.skills[known.root.skills.size() / 2].skill->file;
    const skill::Touched touched{{file.parent_path(), {file.filename().string()}}};
    std::vector<double> incremental;
    std::vector<double> whole;
    std::size_t read = 0;
    for (int round = 0; round < rounds; ++round) {
        auto previous = known.root;
        previous.skills[known.root.skills.size() / 2].stamp.modified_ns += 1;
        auto began = Clock::now();
        read = skill::load_root(spec, &previous, options, {&touched}).files_read;
        incremental.push_back(milliseconds_since(began));
        began = Clock::now();
        (void)skill::load_root(spec, &previous, options);
        whole.push_back(milliseconds_since(began));
    }
    std::printf("one changed file: %zu read; its root %.3f ms, scanned whole %.1f ms, ratio %.4f\n", read,
                median(incremental), median(whole), median(incremental) / median(whole));
    matcher::Index::Skills skills;
    for (const auto& loaded : known.root.skills) {
        skills.push_back(loaded.skill);
    }
    auto began = Clock::now();
    (void)matcher::Index::compile(skills, known.index.get());
    std::printf("compiling the index after a change: %.1f ms", milliseconds_since(began));
    began = Clock::now();
    (void)matcher::Index::compile(std::move(skills));
    std::printf(", anew: %.1f ms\n", milliseconds_since(began));
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) {
        std::fprintf(stderr, "usage: load-bench FOLDER [ROUNDS]\n");
        return 2;
    }
    const skill::RootSpec spec{fs::canonical(words[1]), skill::Scope::User};
    const int rounds = count > 2 ? std::atoi(words[2]) : 5;
    skill::LoadOptions options;
    options.scan.depth = 16;  // of collections as they are
    auto first = load(spec, options);
    const auto& skills = first.snapshot->root.skills;
    if (skills.empty()) {
        std::fprintf(stderr, "load-bench: no skills in %s\n", words[1]);
        return 1;
    }
    std::vector<fs::path> files;
    for (const auto& loaded : skills) {
        files.push_back(loaded.skill->file);
    }
    std::vector<double> loads;
    std::vector<double> reads;
    for (int round = 0; round < rounds; ++round) {
        reads.push_back(read_only(files));
        loads.push_back(load(spec, options).ms);
    }
    const auto number = static_cast<double>(skills.size());
    std::printf(
        "%zu skills: load %.0f ms, %.0f skills/s; reading alone %.0f ms; ratio %.1f; %.0f bytes a skill\n",
        skills.size(), median(loads), number / median(loads) * 1'000, median(reads),
        median(loads) / median(reads), static_cast<double>(first.bytes) / number);
    change_one(spec, *first.snapshot, options, rounds);
    return 0;
}
