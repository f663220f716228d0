// The round trip of an activating prompt over the socket, next to a bare libuv echo of the same bytes.
//
//     event-bench SKILLWAKED SKILLS_FOLDER [ROUNDS]
//
// Every prompt is another one, seen once, in a session of its own; every answer holds the skill's content.
// Rounds of echo and of session.event take turns, so that both see the same machine.
#include "protocol/decision.h"
#include "protocol/rpc.h"
#include "tests/bench/child.h"
#include "tests/bench/line_client.h"
#include "tests/support/temp_dir.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace skillwake::bench {
namespace {

constexpr std::size_t kPromptsPerRound = 500;
constexpr std::size_t kDefaultRounds = 20;
constexpr std::size_t kWarmUp = 50;

constexpr std::array<std::string_view, 5> kWishes = {
    "I need to fetch data from {} API endpoints as quickly as possible. How should I structure this with "
    "asyncio?",
    "The crawler for customer {} waits most of its time. Can you make the requests concurrent?",
    "Ticket {}: the coroutine that reads the price feed never ends. Please find out why and fix it.",
    "Please turn module report_{} into non-blocking code, and keep its public functions as they are.",
    "Our aiohttp service answers slowly since release {}; look at handlers.py and at the connection pool."};

std::string prompt(std::size_t number) {
    std::string text(kWishes[number % kWishes.size()]);
    return text.replace(text.find("{}"), 2, std::to_string(10'000 + number));
}

std::string session_of(std::size_t number) {
    return "bench-" + std::to_string(number);
}

std::string event_line(std::size_t number) {
    protocol::EventParams params;
    params.session = session_of(number);
    params.event = protocol::PromptEvent{prompt(number)};
    return protocol::make_request(number, "session.event", protocol::to_json(params)) + "\n";
}

std::string forget_line(std::size_t number) {
    return protocol::make_request(number, "session.forget",
                                  R"({"session":")" + session_of(number) + R"("})") +
           "\n";
}

/// The daemon's own measure of the decision, out of an answer that must hold a skill's content.
double decided_us(std::string_view answer) {
    constexpr std::string_view kElapsed = R"("elapsed_us":)";
    const auto at = answer.rfind(kElapsed);
    if (answer.find(R"("content":"Base directory for this skill)") == std::string_view::npos ||
        at == std::string_view::npos) {
        throw std::runtime_error("a prompt loaded nothing: " + std::string(answer.substr(0, 300)));
    }
    unsigned value = 0;
    std::from_chars(answer.data() + at + kElapsed.size(), answer.data() + answer.size(), value);
    return value;
}

struct Times {
    std::vector<double> us;

    double at(double part) {
        const auto place = static_cast<std::size_t>(part * static_cast<double>(us.size() - 1));
        std::nth_element(us.begin(), us.begin() + static_cast<std::ptrdiff_t>(place), us.end());
        return us[place];
    }
};

class EventBench {
public:
    EventBench(const std::string& daemon_path, const std::string& echo_path)
        : daemon_(daemon_path),
          first_answer_(daemon_.ask(event_line(0))),
          echo_child_(Child::of_echo(echo_path, first_answer_)),
          echo_(echo_path) {}

    void run(std::size_t rounds) {
        (void)decided_us(first_answer_);
        for (std::size_t i = 0; i < kWarmUp; ++i) {
            const auto line = event_line(next_);
            (void)echo_.ask(line);
            (void)daemon_.ask(line);
            (void)daemon_.ask(forget_line(next_++));
        }
        for (std::size_t round = 0; round < rounds; ++round) {
            std::vector<std::string> lines;
            for (std::size_t i = 0; i < kPromptsPerRound; ++i) {
                lines.push_back(event_line(next_ + i));
            }
            if (round % 2 == 0) {
                echo_round(lines);
                event_round(lines);
            } else {
                event_round(lines);
                echo_round(lines);
            }
            next_ += kPromptsPerRound;
        }
    }

    void print(std::size_t rounds) {
        std::printf("%zu prompts, each seen once, in %zu rounds; %u processors\n", event_us_.us.size(),
                    rounds, std::thread::hardware_concurrency());
        std::printf("request about %zu bytes, answer about %zu bytes with the skill's content\n\n",
                    event_line(next_).size(), first_answer_.size() + 1);
        std::printf("%-30s %12s %12s\n", "", "median", "p99");
        print_row("libuv echo of the same bytes", echo_us_);
        print_row("session.event, round trip", event_us_);
        print_row("  of it deciding", decided_us_);
        std::printf("%-30s %12.2f %12.2f\n", "ratio of the round trips", event_us_.at(0.5) / echo_us_.at(0.5),
                    event_us_.at(0.99) / echo_us_.at(0.99));
    }

private:
    using Clock = std::chrono::steady_clock;

    static double us_since(Clock::time_point began) {
        return std::chrono::duration<double, std::micro>(Clock::now() - began).count();
    }

    void echo_round(const std::vector<std::string>& lines) {
        for (const auto& line : lines) {
            const auto began = Clock::now();
            (void)echo_.ask(line);
            echo_us_.us.push_back(us_since(began));
        }
    }

    void event_round(const std::vector<std::string>& lines) {
        for (const auto& line : lines) {
            const auto began = Clock::now();
            const auto answer = daemon_.ask(line);
            event_us_.us.push_back(us_since(began));
            decided_us_.us.push_back(decided_us(answer));
        }
        for (std::size_t i = 0; i < lines.size(); ++i) {
            (void)daemon_.ask(forget_line(next_ + i));  // the limit of sessions is not what is measured here
        }
    }

    static void print_row(const char* name, Times& times) {
        std::printf("%-30s %9.1f us %9.1f us\n", name, times.at(0.5), times.at(0.99));
    }

    LineClient daemon_;
    std::string first_answer_;
    Child echo_child_;
    LineClient echo_;
    std::size_t next_ = 1;
    Times echo_us_;
    Times event_us_;
    Times decided_us_;
};

int run(const std::vector<std::string>& arguments) {
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: event-bench SKILLWAKED SKILLS_FOLDER [ROUNDS]\n");
        return 2;
    }
    const auto rounds = arguments.size() > 2 ? std::stoul(arguments[2]) : kDefaultRounds;
    const testing::TempDir folder;
    const auto socket = (folder.path() / "daemon.sock").string();
    const auto daemon = Child::of_program({arguments[0], "--root", arguments[1], "--socket", socket,
                                           "--no-state", "--log-file", (folder.path() / "log").string()});
    EventBench bench(socket, (folder.path() / "echo.sock").string());
    bench.run(rounds);
    bench.print(rounds);
    return 0;
}

}  // namespace
}  // namespace skillwake::bench

int main(int argc, char** argv) {
    try {
        return skillwake::bench::run({argv + 1, argv + argc});
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "event-bench: %s\n", failure.what());
        return 1;
    }
}
