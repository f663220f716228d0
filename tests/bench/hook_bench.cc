// One hook from the start of its process to its end, next to programs that do nothing.
//
//     hook-bench SKILLWAKE SKILLWAKED [ROUNDS]
//
// With a running daemon: every hook is a prompt that names a skill, in a session of its own, and prints a
// context of about 8 KB. Rounds of all programs take turns, so that they see the same machine.
#include "protocol/rpc.h"
#include "tests/bench/child.h"
#include "tests/bench/line_client.h"
#include "tests/bench/run_program.h"
#include "tests/support/temp_dir.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace skillwake::bench {
namespace {

constexpr std::size_t kDefaultRounds = 40;
constexpr std::size_t kRunsPerRound = 20;
constexpr std::size_t kNodeRunsPerRound = 1;  ///< a hundred times slower than the others
constexpr std::size_t kAtOnce = 50;
constexpr std::size_t kBodyBytes = 8'000;
constexpr std::size_t kLeastOutputBytes = 7'000;

struct Row {
    std::string name;
    std::vector<double> us{};

    double at(double part) {
        const auto place = static_cast<std::size_t>(part * static_cast<double>(us.size() - 1));
        std::nth_element(us.begin(), us.begin() + static_cast<std::ptrdiff_t>(place), us.end());
        return us[place];
    }
};

std::string skill_of_8_kb() {
    std::string text = "---\nname: bench\ndescription: What is measured\n---\n# Bench\n\n";
    while (text.size() < kBodyBytes) {
        text += "One more line of a text that a model would read, if this were not a measurement.\n";
    }
    return text;
}

std::string hook_input(std::size_t number) {
    return R"({"session_id":"bench-)" + std::to_string(number) +
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

class HookBench {
public:
    HookBench(std::string hook, const std::string& daemon)
        : hook_(std::move(hook)),
          socket_((folder_.path() / "s.sock").string()),
          skill_(folder_.write("skills/bench/SKILL.md", skill_of_8_kb())),
          daemon_(Child::of_program({daemon, "--root", (folder_.path() / "skills").string(), "--socket",
                                     socket_, "--log-file", (folder_.path() / "log").string()})),
          admin_(socket_),
          node_(on_path("node")) {}

    void run(std::size_t rounds) {
        (void)run_hook();  // the first has the skills read
        for (std::size_t round = 0; round < rounds; ++round) {
            for (std::size_t place = 0; place < 2; ++place) {
                round % 2 == place ? true_round() : hook_round();
            }
            for (std::size_t i = 0; i < kNodeRunsPerRound && !node_.empty(); ++i) {
                node_row_.us.push_back(run_to_end({node_, "-e", "0"}).us);
            }
            lonely_round();
            at_once_round();
        }
    }

    void print() {
        std::printf("start to exit, output about %zu bytes; %zu runs in rounds that take turns\n\n",
                    output_bytes_, hook_row_.us.size());
        std::printf("%-34s %12s %12s %12s\n", "", "median", "p99", "median / true");
        for (auto* row : {&true_row_, &hook_row_, &lonely_row_, &at_once_row_, &node_row_}) {
            if (!row->us.empty()) {
                std::printf("%-34s %9.0f us %9.0f us %12.2f\n", row->name.c_str(), row->at(0.5),
                            row->at(0.99), row->at(0.5) / true_row_.at(0.5));
            }
        }
        std::printf("%-34s %9.0f us %9.0f us\n", "50 hooks at once, until the last", all_row_.at(0.5),
                    all_row_.at(0.99));
    }

private:
    std::vector<std::string> hook_command(const std::string& socket) const {
        return {hook_, "hook", "--socket", socket, "--deadline", "10000"};
    }

    double run_hook() {
        input_ = hook_input(next_++);
        const auto ran = run_to_end(hook_command(socket_), input_);
        if (ran.output.size() < kLeastOutputBytes) {
            throw std::runtime_error("a hook printed only: " + ran.output);
        }
        output_bytes_ = ran.output.size();
        return ran.us;
    }

    void true_round() {
        for (std::size_t i = 0; i < kRunsPerRound; ++i) {
            true_row_.us.push_back(run_to_end({"/bin/true"}).us);
        }
    }

    void hook_round() {
        for (std::size_t i = 0; i < kRunsPerRound; ++i) {
            hook_row_.us.push_back(run_hook());
        }
        forget(kRunsPerRound);
    }

    /// The limit of sessions is not what is measured here.
    void forget(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto params = R"({"session":"bench-)" + std::to_string(next_ - 1 - i) + R"("})";
            (void)admin_.ask(protocol::make_request(1, "session.forget", params) + "\n");
        }
    }

    /// No daemon: the hook starts one, which ends again before the next round.
    void lonely_round() {
        const auto nobody = (folder_.path() / ("nobody-" + std::to_string(next_) + ".sock")).string();
        lonely_row_.us.push_back(run_to_end(hook_command(nobody), hook_input(0)).us);
        (void)LineClient(nobody).ask(protocol::make_request(1, "daemon.stop", "{}") + "\n");
    }

    void at_once_round() {
        std::vector<std::vector<std::string>> commands(kAtOnce, hook_command(socket_));
        std::vector<std::string> inputs;
        for (std::size_t i = 0; i < kAtOnce; ++i) {
            inputs.push_back(hook_input(next_++));
        }
        double last = 0;
        for (const auto& ran : run_at_once(commands, inputs)) {
            if (ran.output.size() < kLeastOutputBytes) {
                throw std::runtime_error("one of many hooks printed only: " + ran.output);
            }
            at_once_row_.us.push_back(ran.us);
            last = std::max(last, ran.us);
        }
        all_row_.us.push_back(last);
        forget(kAtOnce);
    }

    const testing::TempDir folder_;
    std::string hook_;
    std::string socket_;
    std::filesystem::path skill_;
    Child daemon_;
    LineClient admin_;
    std::string node_;
    std::string input_;
    std::size_t next_ = 1;
    std::size_t output_bytes_ = 0;
    Row true_row_{"/bin/true"};
    Row hook_row_{"skillwake hook"};
    Row lonely_row_{"skillwake hook, starts a daemon"};
    Row at_once_row_{"skillwake hook, each of 50 at once"};
    Row all_row_{""};
    Row node_row_{"node -e 0"};
};

int run(const std::vector<std::string>& arguments) {
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: hook-bench SKILLWAKE SKILLWAKED [ROUNDS]\n");
        return 2;
    }
    const auto rounds = arguments.size() > 2 ? std::stoul(arguments[2]) : kDefaultRounds;
    HookBench bench(arguments[0], arguments[1]);
    bench.run(rounds);
    bench.print();
    return 0;
}

}  // namespace
}  // namespace skillwake::bench

int main(int argc, char** argv) {
    try {
        return skillwake::bench::run({argv + 1, argv + argc});
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "hook-bench: %s\n", failure.what());
        return 1;
    }
}
