#include "tests/bench/support/report.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace skillwake::bench {
namespace {

Samples rounds_of(const std::vector<std::vector<double>>& rounds) {
    Samples samples;
    for (const auto& round : rounds) {
        samples.begin_round();
        for (const double us : round) {
            samples.add(us);
        }
    }
    return samples;
}

TEST_CASE("A quantile is one of the values: the middle, the ends") {
    std::vector<double> values = {5, 1, 4, 2, 3};
    CHECK(quantile(values, 0) == 1);
    CHECK(quantile(values, 0.5) == 3);
    CHECK(quantile(values, 1) == 5);
    std::vector<double> one = {7};
    CHECK(quantile(one, 0.99) == 7);
}

TEST_CASE("A ratio is taken within each round, so that a slow round changes nothing") {
    const auto ours = rounds_of({{3, 3, 3}, {300, 300, 300}, {6, 6, 6}});
    const auto theirs = rounds_of({{2, 2, 2}, {200, 200, 200}, {2, 2, 2}});
    CHECK(ratios(ours, theirs) == std::vector<double>{1.5, 1.5, 3});
    const auto row = ratio_row("ours", ours, theirs, 1.4);
    CHECK(row.median == 1.5);
    CHECK(row.low == 1.5);
    CHECK(row.high == 3);
    CHECK(*row.p99 == 1.5);
}

TEST_CASE("The table says which goals are missed") {
    Report report{"echo", "c", 3, {"p", 2, "s"}, {}};
    report.rows = {{"good", "here", 10, "times", 1.25, 1, 2, {}, 1.25},
                   {"bad", "", 0, "times", 1.26, 1, 2, 3.0, 1.25}};
    const auto table = table_of(report);
    const auto line = [&table](const std::string& name) {
        const auto begin = table.find("\n" + name) + 1;
        return table.substr(begin, table.find('\n', begin) - begin);
    };
    CHECK(line("good, here, 10 skills").find("missed") == std::string::npos);
    CHECK(line("good, here, 10 skills").find("1.25 x") != std::string::npos);
    CHECK(line("bad").find("missed") != std::string::npos);
}

TEST_CASE("Options may stand between a benchmark's own words") {
    const auto options = read_options({"a", "--rounds", "3", "b", "--json", "f"}, 20);
    CHECK(options.rounds == 3);
    CHECK(options.json == "f");
    CHECK(options.words == std::vector<std::string>{"a", "b"});
    CHECK(read_options({}, 20).rounds == 20);
    CHECK_THROWS_AS((void)read_options({"--json"}, 20), std::runtime_error);
    CHECK_THROWS_AS((void)read_options({"--rounds", "0"}, 20), std::runtime_error);
}

}  // namespace
}  // namespace skillwake::bench
