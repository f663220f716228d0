#include "matcher/judge.h"
#include "matcher/word_finder.h"
#include "tests/bench/made_skills.h"
#include "tests/bench/support/bench_main.h"
#include "tests/bench/support/random.h"
#include "tests/bench/support/report.h"

#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

/// What a touched file costs, in-process: one that holds no word that a skill's syntax needs, next to
/// `memmem` over the same bytes; one whose syntax is read; and files that are made to cost much.
///
///     file-bench [--rounds N] [--json FILE]
namespace skillwake::bench {
namespace {

constexpr std::size_t kDefaultRounds = 40;
constexpr std::size_t kSkills = 1'000;
constexpr std::size_t kFilesARound = 8;

class FileBench {
public:
    FileBench() : world_(1, Patterns::None), view_(view_of(world_, kSkills)) {}

    void run(std::size_t rounds) {
        for (const std::size_t kilobytes : {8U, 64U, 256U}) {
            plain_file(kilobytes, rounds);
        }
        everyday_words(rounds);
        read_file(rounds);
        for (const auto& [name, text] : hostile_files()) {
            hostile(name, text, rounds / 4 + 1);
        }
    }

    std::vector<Row> rows() const { return rows_; }

private:
    double judge_us(std::string_view text, std::string_view path = "src/work.py") const {
        matcher::Event event;
        event.files.push_back({path, "", {text}});
        const Stopwatch watch;
        const auto judgement = matcher::judge(view_, event, {}, {});
        const auto us = watch.us();
        seen_ += judgement.candidates.size();
        return us;
    }

    /// 95 of 100 files.
    void plain_file(std::size_t kilobytes, std::size_t rounds) {
        constexpr std::string_view kNowhere = "nowhere_in_it";
        Samples judged;
        Samples found;
        for (std::size_t round = 0; round < rounds; ++round) {
            judged.begin_round();
            found.begin_round();
            for (std::size_t file = 0; file < kFilesARound; ++file) {
                const auto text = world_.source(next_file_++, kilobytes << 10U);
                const Stopwatch watch;
                const auto* place = ::memmem(text.data(), text.size(), kNowhere.data(), kNowhere.size());
                found.add(watch.us());
                seen_ += place != nullptr ? 1 : 0;
                judged.add(judge_us(text));
            }
        }
        const auto size = std::to_string(kilobytes) + " KB";
        rows_.push_back(time_row("memmem over a file of " + size, found));
        rows_.push_back(
            ratio_row("a file of " + size + " without a wanted word / memmem", judged, found, 1.5));
    }

    /// The made skills want words that no other begins like; these begin as the text's own do.
    void everyday_words(std::size_t rounds) {
        constexpr std::size_t kWords = 100;
        constexpr std::size_t kBytes = 256U << 10U;
        const auto text = world_.source(next_file_++, kBytes);
        const auto held = words_of(text);
        std::vector<matcher::WantedWord> wanted;
        for (const auto& word : words_of(world_.source(next_file_++, kBytes))) {
            if (wanted.size() < kWords && held.count(word) == 0) {
                wanted.push_back({word});
            }
        }
        matcher::WordFinder finder;
        finder.compile(wanted);
        Samples looked;
        Samples found;
        for (std::size_t round = 0; round < rounds; ++round) {
            looked.begin_round();
            found.begin_round();
            for (std::size_t file = 0; file < kFilesARound; ++file) {
                const Stopwatch watch;
                seen_ += ::memmem(text.data(), text.size(), "nowhere_in_it", 13) != nullptr ? 1 : 0;
                found.add(watch.us());
                const Stopwatch second;
                seen_ += finder.any_in(text).value_or(false) ? 1 : 0;
                looked.add(second.us());
            }
        }
        rows_.push_back(ratio_row("a look for 100 everyday words in 256 KB / memmem", looked, found, 1.5));
    }

    /// Without those that are too short to be looked for. In an order that says nothing of their letters.
    static std::unordered_set<std::string> words_of(std::string_view text) {
        std::unordered_set<std::string> words;
        std::string word;
        for (const char c : text) {
            if (matcher::is_word_character(c)) {
                word.push_back(c);
                continue;
            }
            if (word.size() >= matcher::WordFinder::kShortest) {
                words.insert(word);
            }
            word.clear();
        }
        return words;
    }

    void read_file(std::size_t rounds) {
        Samples judged;
        for (std::size_t round = 0; round < rounds; ++round) {
            judged.begin_round();
            for (std::size_t file = 0; file < kFilesARound; ++file) {
                judged.add(
                    judge_us("import " + imported() + "\n\n" + world_.source(next_file_++, 8U << 10U)));
            }
        }
        rows_.push_back(limited(time_row("a file of 8 KB whose syntax is read", judged)));
    }

    void hostile(const std::string& name, const std::string& text, std::size_t rounds) {
        Samples judged;
        for (std::size_t round = 0; round < rounds; ++round) {
            judged.begin_round();
            judged.add(judge_us(text));
        }
        rows_.push_back(limited(time_row(name, judged)));
    }

    static Row limited(Row row) {
        const double budget_us = static_cast<double>(matcher::Budget().syntax.count()) + 500;
        row.goal = budget_us;
        return row;
    }

    /// A module that a skill of the world wants.
    std::string imported() const {
        const auto& skills = view_.layers.front().index->skills();
        for (const auto& skill : skills) {
            for (const auto& trigger : skill->triggers) {
                if (trigger.kind == skill::TriggerKind::AstImport) {
                    return trigger.text;
                }
            }
        }
        return "asyncio";
    }

    /// Each is read as source, for it begins with a wanted import.
    std::vector<std::pair<std::string, std::string>> hostile_files() const {
        const auto begin = "import " + imported() + "\n";
        std::vector<std::pair<std::string, std::string>> files;
        const auto repeat = [&](std::string name, std::string_view unit, std::size_t bytes) {
            auto text = begin;
            while (text.size() < bytes) {
                text += unit;
            }
            files.emplace_back(std::move(name), std::move(text));
        };
        constexpr std::size_t kMegabyte = 1U << 20U;
        std::string random = begin;
        Random source(7);
        while (random.size() < kMegabyte) {
            random.push_back(static_cast<char>(source.below(256)));
        }
        files.emplace_back("1 MB of random bytes", std::move(random));
        repeat("100,000 open brackets", "(", 100'000);
        repeat("100,000 open lists", "[{", 200'000);
        repeat("1 MB on one line", "f(a,b);", kMegabyte);
        repeat("1 MB of open quotes", "'a\"b'''", kMegabyte);
        repeat("1 MB of backslashes", "\\", kMegabyte);
        repeat("1 MB of deep indents", "if a:\n  if b:\n    if c:\n", kMegabyte);
        repeat("100 MB of source", world_.source(1, 8U << 10U), 100 * kMegabyte);
        return files;
    }

    World world_;
    matcher::View view_;
    std::size_t next_file_ = 0;
    mutable std::size_t seen_ = 0;  ///< so that nothing is left out as unused
    std::vector<Row> rows_;
};

int run(const std::vector<std::string>& arguments) {
    const auto options = read_options(arguments, kDefaultRounds);
    if (!options.words.empty()) {
        std::fprintf(stderr, "usage: file-bench [--rounds N] [--json FILE]\n");
        return 2;
    }
    FileBench bench;
    bench.run(options.rounds);
    publish({"file", "script/bench file", options.rounds, Machine::of_here(), bench.rows()}, options);
    return 0;
}

}  // namespace
}  // namespace skillwake::bench

int main(int argc, char** argv) {
    return skillwake::bench::bench_main("file-bench", argc, argv, skillwake::bench::run);
}
