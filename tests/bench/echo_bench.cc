// What the daemon adds to a bare socket: round trips of events and of the Skill tool, each next to a libuv
// echo of the same bytes, in catalogues of several sizes, with client and daemon on one processor and on two.
//
//     echo-bench SKILLWAKED [--rounds N] [--json FILE] [SKILLS...]
//
// Every prompt is another one, seen once, in a session of its own; each answer holds 8 KB of a skill. Rounds
// of all kinds take turns, and a ratio is taken within a round, so that both of its sides see the same
// machine.
#include "protocol/decision.h"
#include "protocol/rpc.h"
#include "protocol/session.h"
#include "protocol/skill.h"
#include "tests/bench/support/bench_main.h"
#include "tests/bench/support/child.h"
#include "tests/bench/support/generator.h"
#include "tests/bench/support/line_client.h"
#include "tests/bench/support/placement.h"
#include "tests/bench/support/report.h"
#include "tests/support/temp_dir.h"

#include <charconv>
#include <cstdio>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::bench {
namespace {

constexpr std::size_t kDefaultRounds = 20;
constexpr std::size_t kAsksPerRound = 200;
constexpr std::size_t kWarmUp = 100;
constexpr double kMostRoundUs = 1e6;  ///< then a round asks no more

struct Goals {
    double one_processor;
    double two_processors;
};
const std::map<std::size_t, Goals> kGoals = {
    {1, {1.25, 1.05}}, {1'000, {1.5, 1.2}}, {10'000, {2, 1.35}}, {100'000, {3, 1.6}}};
constexpr double kInvokeGoal = 1.1;
constexpr double kP99Goal = 2;
constexpr std::size_t kP99Skills = 1'000;

std::string session_of(std::size_t number) {
    return "bench-" + std::to_string(number);
}

std::string forget_line(std::size_t number) {
    const auto params = protocol::to_json(protocol::SessionParams{session_of(number)});
    return protocol::make_request(number, "session.forget", params) + "\n";
}

/// The microseconds that the daemon says it took.
double elapsed_in(std::string_view answer) {
    constexpr std::string_view kElapsed = R"("elapsed_us":)";
    const auto at = answer.rfind(kElapsed);
    unsigned value = 0;
    if (at != std::string_view::npos) {
        std::from_chars(answer.data() + at + kElapsed.size(), answer.data() + answer.size(), value);
    }
    return value;
}

/// A daemon with a generated catalogue.
class Scene {
public:
    explicit Scene(const std::string& program, std::size_t skills)
        : wanted_(wanted_numbers(skills)), daemon_(start(program, skills)), client_(socket()) {}

    std::string socket() const { return (folder_.path() / "daemon.sock").string(); }
    std::string echo_socket(const std::string& name) const { return (folder_.path() / name).string(); }
    pid_t pid() const { return daemon_.pid(); }
    LineClient& client() { return client_; }

    std::string event_line(std::size_t number) const {
        protocol::EventParams params;
        params.session = session_of(number);
        params.event = protocol::PromptEvent{generator_.prompt(number, wanted_[number % wanted_.size()])};
        return protocol::make_request(number, "session.event", protocol::to_json(params)) + "\n";
    }
    std::string invoke_line(std::size_t number) const {
        protocol::InvokeParams params;
        params.session = session_of(number);
        params.command = generator_.declared_skill(wanted_[number % wanted_.size()], 0).name;
        return protocol::make_request(number, "skill.invoke", protocol::to_json(params)) + "\n";
    }

private:
    Child start(const std::string& program, std::size_t skills) {
        const auto root = folder_.path() / "skills";
        write_skills(generator_, root, skills);
        return Child::of_program({program, "--root", root.string(), "--socket", socket(), "--no-state",
                                  "--log-file", (folder_.path() / "log").string()});
    }

    const testing::TempDir folder_;
    const Generator generator_;
    std::vector<std::size_t> wanted_;
    Child daemon_;
    LineClient client_;
};

/// One method of the daemon, and the echo of its answers.
class Contest {
public:
    using MakeLine = std::string (Scene::*)(std::size_t) const;

    Contest(Scene& scene, const std::string& name, MakeLine make_line)
        : scene_(scene),
          make_line_(make_line),
          first_answer_(scene.client().ask((scene.*make_line)(0))),
          echo_child_(Child::of_echo(scene.echo_socket(name), first_answer_)),
          echo_(scene.echo_socket(name)) {
        if (first_answer_.find(R"("content":"Base directory for this skill)") == std::string::npos) {
            throw std::runtime_error(name + ": no content came: " + first_answer_.substr(0, 1'000));
        }
        (void)scene_.client().ask(forget_line(0));
    }

    std::size_t answer_bytes() const { return first_answer_.size() + 1; }
    pid_t echo_pid() const { return echo_child_.pid(); }

    struct Times {
        Samples daemon;
        Samples echo;
        Samples deciding;
    };
    /// `round`: even ones begin with the echo.
    void run(Times& times, std::size_t first, std::size_t asks, std::size_t round) {
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < asks; ++i) {
            lines.push_back((scene_.*make_line_)(first + i));
        }
        times.daemon.begin_round();
        times.echo.begin_round();
        times.deciding.begin_round();
        for (std::size_t part = 0; part < 2; ++part) {
            round % 2 == part ? ask_echo(times, lines) : ask_daemon(times, lines, first);
        }
    }

private:
    void ask_echo(Times& times, const std::vector<std::string>& lines) {
        for (const auto& line : lines) {
            const Stopwatch watch;
            (void)echo_.ask(line);
            times.echo.add(watch.us());
        }
    }
    void ask_daemon(Times& times, const std::vector<std::string>& lines, std::size_t first) {
        const Stopwatch round;
        for (const auto& line : lines) {
            if (round.us() > kMostRoundUs) {
                break;
            }
            const Stopwatch watch;
            const auto answer = scene_.client().ask(line);
            times.daemon.add(watch.us());
            times.deciding.add(elapsed_in(answer));
            if (answer.size() < answer_bytes() / 2) {
                throw std::runtime_error("an answer without content: " +
                                         std::string(answer.substr(0, 1'000)));
            }
        }
        for (std::size_t i = 0; i < lines.size();
             ++i) {  // the limit of sessions is not what is measured here
            (void)scene_.client().ask(forget_line(first + i));
        }
    }

    Scene& scene_;
    MakeLine make_line_;
    std::string first_answer_;
    Child echo_child_;
    LineClient echo_;
};

/// Who runs where.
struct Placement {
    std::string name;
    std::vector<int> processors;  ///< of the client and of the servers; none: as the system likes it

    void apply(const std::vector<pid_t>& servers) const {
        if (processors.empty()) {
            return;
        }
        place(0, processors[0]);
        for (const auto server : servers) {
            place(server, processors[1]);
        }
    }
};

std::vector<Placement> placements() {
    const auto processors = usable_processors();
    if (processors.empty()) {
        return {{"anywhere", {}}};
    }
    std::vector<Placement> all = {{"one processor", {processors[0], processors[0]}}};
    if (processors.size() > 1) {
        all.push_back({"two processors", {processors[0], processors[1]}});
    }
    return all;
}

std::optional<double> event_goal(const Placement& placement, std::size_t skills) {
    const auto known = kGoals.find(skills);
    if (known == kGoals.end()) {
        return std::nullopt;
    }
    return placement.name == "one processor" ? known->second.one_processor : known->second.two_processors;
}

class EchoBench {
public:
    EchoBench(std::string program, std::size_t rounds) : program_(std::move(program)), rounds_(rounds) {}

    void run(std::size_t skills, const std::vector<Placement>& placements) {
        std::fprintf(stderr, "%zu skills: writing and loading them\n", skills);
        Scene scene(program_, skills);
        Contest event(scene, "event", &Scene::event_line);
        Contest invoke(scene, "invoke", &Scene::invoke_line);
        std::vector<Contest::Times> event_times(placements.size());
        std::vector<Contest::Times> invoke_times(placements.size());
        Contest::Times ignored;
        std::size_t next = 1;
        const auto take = [&](Contest& contest, Contest::Times& times, std::size_t asks, std::size_t round) {
            contest.run(times, next, asks, round);
            next += asks;
        };
        take(event, ignored, kWarmUp, 0);
        take(invoke, ignored, kWarmUp, 0);
        for (std::size_t round = 0; round < rounds_; ++round) {
            for (std::size_t at = 0; at < placements.size(); ++at) {
                placements[at].apply({scene.pid(), event.echo_pid(), invoke.echo_pid()});
                take(event, event_times[at], kAsksPerRound, round);
                take(invoke, invoke_times[at], kAsksPerRound, round);
            }
        }
        for (std::size_t at = 0; at < placements.size(); ++at) {
            const auto& where = placements[at];
            add(ratio_row("session.event / echo", event_times[at].daemon, event_times[at].echo,
                          event_goal(where, skills)),
                where, skills);
            if (skills == kP99Skills) {
                add_p99(event_times[at], where, skills);
            }
            add(ratio_row("skill.invoke / echo", invoke_times[at].daemon, invoke_times[at].echo, kInvokeGoal),
                where, skills);
            add(time_row("session.event", event_times[at].daemon), where, skills);
            add(time_row("  of it until decided", event_times[at].deciding), where, skills);
            add(time_row("  its echo", event_times[at].echo), where, skills);
            add(time_row("skill.invoke", invoke_times[at].daemon), where, skills);
        }
    }

    std::vector<Row> rows() const { return rows_; }

private:
    void add(Row row, const Placement& placement, std::size_t skills) {
        row.where = placement.name;
        row.skills = skills;
        rows_.push_back(std::move(row));
    }
    void add_p99(const Contest::Times& times, const Placement& placement, std::size_t skills) {
        const auto ratio = times.daemon.at(0.99) / times.echo.at(0.99);
        add({"session.event / echo, p99", {}, 0, "times", ratio, ratio, ratio, {}, kP99Goal}, placement,
            skills);
    }

    std::string program_;
    std::size_t rounds_;
    std::vector<Row> rows_;
};

int run(const std::vector<std::string>& arguments) {
    const auto options = read_options(arguments, kDefaultRounds);
    if (options.words.empty()) {
        std::fprintf(stderr, "usage: echo-bench SKILLWAKED [--rounds N] [--json FILE] [SKILLS...]\n");
        return 2;
    }
    std::vector<std::size_t> sizes;
    for (std::size_t at = 1; at < options.words.size(); ++at) {
        sizes.push_back(std::stoul(options.words[at]));
    }
    if (sizes.empty()) {
        for (const auto& [skills, goals] : kGoals) {
            sizes.push_back(skills);
        }
    }
    const auto all_placements = placements();  // before any of them narrows what we may use
    EchoBench bench(options.words[0], options.rounds);
    for (const auto skills : sizes) {
        bench.run(skills, all_placements);
    }
    publish({"echo", "script/bench echo", options.rounds, Machine::of_here(), bench.rows()}, options);
    return 0;
}

}  // namespace
}  // namespace skillwake::bench

int main(int argc, char** argv) {
    return skillwake::bench::bench_main("echo-bench", argc, argv, skillwake::bench::run);
}
