// One hook from the start of its process to its end, next to programs that do nothing.
//
//     spawn-bench SKILLWAKE SKILLWAKED COMMON_HOOK [--rounds N] [--json FILE]
//
// With a running daemon: every hook is a prompt that names a skill, in a session of its own, and prints a
// context of about 8 KB. Runs of all programs take turns, so that they see the same machine. Where node is on
// PATH, so does an empty node, and COMMON_HOOK, a hook as they are commonly written, with one rule.
#include "protocol/rpc.h"
#include "protocol/session.h"
#include "tests/bench/support/bench_main.h"
#include "tests/bench/support/child.h"
#include "tests/bench/support/line_client.h"
#include "tests/bench/support/report.h"
#include "tests/bench/support/run_program.h"
#include "tests/support/temp_dir.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::bench {
namespace {

constexpr std::size_t kDefaultRounds = 40;
constexpr std::size_t kRunsPerRound = 20;
constexpr std::size_t kAtOnce = 50;
constexpr std::size_t kBodyBytes = 8'000;
constexpr std::size_t kLeastOutputBytes = 7'000;
constexpr double kHookGoal = 1;

std::string skill_of_8_kb() {
    std::string text = "---\nname: bench\ndescription: What is measured\n---\n# Bench\n\n";
    while (text.size() < kBodyBytes) {
        text += "One more line of a text that a model would read, if this were not a measurement.\n";
    }
    return text;
}

std::string session_of(std::size_t number) {
    return "bench-" + std::to_string(number);
}

std::string hook_input(std::size_t number) {
    return R"({"session_id":")" + session_of(number) +
           R"(","transcript_path":"/tmp/t.jsonl","cwd":"/","permission_mode":"default",)"
           R"("hook_event_name":"UserPromptSubmit","prompt":"Please look at ticket )" +
           std::to_string(10'000 + number) + R"( with @bench"})";
}

/// The program's file, by PATH; empty: there is none.
std::string on_path(const std::string& name) {
    const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nobody sets variables
    std::string rest = path == nullptr ? "" : path;
    while (!rest.empty()) {
        const auto end = rest.find(':');
        const auto file = rest.substr(0, end) + "/" + name;
        if (std::filesystem::is_regular_file(file)) {
            return file;
        }
        rest = end == std::string::npos ? "" : rest.substr(end + 1);
    }
    return {};
}

class SpawnBench {
public:
    SpawnBench(std::string hook, const std::string& daemon, std::string common_hook)
        : hook_(std::move(hook)),
          common_hook_(std::move(common_hook)),
          socket_((folder_.path() / "s.sock").string()),
          skill_(folder_.write("skills/bench/SKILL.md", skill_of_8_kb())),
          rules_(folder_.write("rules.json", R"({"skills":{"bench":{"file":")" + skill_.string() +
                                                 R"(","promptTriggers":{"keywords":["@bench"],)"
                                                 R"("intentPatterns":["look.*?with.*?bench"]}}}})")),
          daemon_(Child::of_program({daemon, "--root", (folder_.path() / "skills").string(), "--socket",
                                     socket_, "--log-file", (folder_.path() / "log").string()})),
          admin_(socket_),
          node_(on_path("node")) {}

    void run(std::size_t rounds) {
        (void)run_hook();  // the first has the skills read
        for (std::size_t round = 0; round < rounds; ++round) {
            for (auto* samples :
                 {&true_, &hooks_, &lonely_, &each_at_once_, &all_at_once_, &node_runs_, &common_}) {
                samples->begin_round();
            }
            for (std::size_t i = 0; i < kRunsPerRound; ++i) {
                for (std::size_t place = 0; place < 2; ++place) {
                    i % 2 == place ? true_.add(run_to_end({"/bin/true"}).us) : hooks_.add(run_hook());
                }
            }
            forget(kRunsPerRound);
            run_node();
            run_lonely();
            run_at_once();
        }
    }

    std::vector<Row> rows() const {
        std::vector<Row> rows = {ratio_row("skillwake hook / true", hooks_, true_, kHookGoal),
                                 time_row("/bin/true", true_),
                                 time_row("skillwake hook", hooks_),
                                 time_row("skillwake hook, starts a daemon", lonely_),
                                 time_row("skillwake hook, each of 50 at once", each_at_once_),
                                 time_row("skillwake hook, 50 at once, until the last", all_at_once_)};
        if (!node_.empty()) {
            rows.push_back(time_row("node -e 0", node_runs_));
            rows.push_back(time_row("a common node hook, one rule", common_));
        }
        return rows;
    }

private:
    std::vector<std::string> hook_command(const std::string& socket) const {
        return {hook_, "hook", "--socket", socket, "--deadline", "10000"};
    }

    double run_hook() {
        const auto ran = run_to_end(hook_command(socket_), hook_input(next_++));
        check(ran);
        return ran.us;
    }

    static void check(const Ran& ran) {
        if (ran.output.size() < kLeastOutputBytes) {
            throw std::runtime_error("a hook printed only: " + ran.output);
        }
    }

    void run_node() {
        if (node_.empty()) {
            return;
        }
        node_runs_.add(run_to_end({node_, "-e", "0"}).us);
        const auto ran = run_to_end({node_, common_hook_, rules_.string()}, hook_input(0));
        check(ran);
        common_.add(ran.us);
    }

    /// The limit of sessions is not what is measured here.
    void forget(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto params = protocol::to_json(protocol::SessionParams{session_of(next_ - 1 - i)});
            (void)admin_.ask(protocol::make_request(1, "session.forget", params) + "\n");
        }
    }

    /// No daemon: the hook starts one, which ends again before the next round.
    void run_lonely() {
        const auto nobody = (folder_.path() / ("nobody-" + std::to_string(next_) + ".sock")).string();
        lonely_.add(run_to_end(hook_command(nobody), hook_input(0)).us);
        (void)LineClient(nobody).ask(protocol::make_request(1, "daemon.stop", "{}") + "\n");
    }

    void run_at_once() {
        const std::vector<std::vector<std::string>> commands(kAtOnce, hook_command(socket_));
        std::vector<std::string> inputs;
        for (std::size_t i = 0; i < kAtOnce; ++i) {
            inputs.push_back(hook_input(next_++));
        }
        double last = 0;
        for (const auto& ran : bench::run_at_once(commands, inputs)) {
            check(ran);
            each_at_once_.add(ran.us);
            last = std::max(last, ran.us);
        }
        all_at_once_.add(last);
        forget(kAtOnce);
    }

    const testing::TempDir folder_;
    std::string hook_;
    std::string common_hook_;
    std::string socket_;
    std::filesystem::path skill_;
    std::filesystem::path rules_;
    Child daemon_;
    LineClient admin_;
    std::string node_;
    std::size_t next_ = 1;
    Samples true_;
    Samples hooks_;
    Samples lonely_;
    Samples each_at_once_;
    Samples all_at_once_;
    Samples node_runs_;
    Samples common_;
};

int run(const std::vector<std::string>& arguments) {
    const auto options = read_options(arguments, kDefaultRounds);
    if (options.words.size() != 3) {
        std::fprintf(stderr,
                     "usage: spawn-bench SKILLWAKE SKILLWAKED COMMON_HOOK [--rounds N] [--json FILE]\n");
        return 2;
    }
    SpawnBench bench(options.words[0], options.words[1], options.words[2]);
    bench.run(options.rounds);
    publish({"spawn", "script/bench spawn", options.rounds, Machine::of_here(), bench.rows()}, options);
    return 0;
}

}  // namespace
}  // namespace skillwake::bench

int main(int argc, char** argv) {
    return skillwake::bench::bench_main("spawn-bench", argc, argv, skillwake::bench::run);
}
