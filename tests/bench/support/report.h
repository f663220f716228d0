#pragma once

#include "protocol/message.h"
#include "tests/bench/support/samples.h"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

/// What a benchmark found: a table for people, and JSON for tests/bench/plot.py.
namespace skillwake::bench {

/// One measure.
struct Row {
    std::string what;
    std::string where;         ///< which of several settings: "same core"; may be empty
    std::uint64_t skills = 0;  ///< of the catalogue; 0: it has none, or it does not matter
    std::string unit;          ///< "us", "times", "bytes"
    double median = 0;         ///< of the rounds
    double low = 0;            ///< half of the rounds lie
    double high = 0;           ///< between these
    std::optional<double> p99;
    std::optional<double> goal;  ///< at most so much

    static constexpr auto kFields =
        std::tuple(protocol::required("what", &Row::what), protocol::required("where", &Row::where),
                   protocol::required("skills", &Row::skills), protocol::required("unit", &Row::unit),
                   protocol::required("median", &Row::median), protocol::required("low", &Row::low),
                   protocol::required("high", &Row::high), protocol::optional("p99", &Row::p99),
                   protocol::optional("goal", &Row::goal));
};

/// The machine, as far as a reader has to know it.
struct Machine {
    std::string processor;
    std::uint64_t processors = 0;
    std::string system;

    static constexpr auto kFields = std::tuple(protocol::required("processor", &Machine::processor),
                                               protocol::required("processors", &Machine::processors),
                                               protocol::required("system", &Machine::system));
    static Machine of_here();
};

struct Report {
    std::string bench;    ///< its name
    std::string command;  ///< that makes it again
    std::uint64_t rounds = 0;
    Machine machine;
    std::vector<Row> rows;

    static constexpr auto kFields = std::tuple(
        protocol::required("bench", &Report::bench), protocol::required("command", &Report::command),
        protocol::required("rounds", &Report::rounds), protocol::required("machine", &Report::machine),
        protocol::required("rows", &Report::rows));
};

/// A row of the samples themselves, in microseconds.
Row time_row(std::string what, const Samples& samples);
/// A row of how many times as long as `than` they took.
Row ratio_row(std::string what, const Samples& samples, const Samples& than, std::optional<double> goal);

/// A table with a mark behind each goal that is missed.
std::string table_of(const Report& report);

/// What each benchmark takes behind its own arguments: `[--rounds N] [--json FILE]`.
struct Options {
    std::size_t rounds;
    std::string json;  ///< empty: none is written
    std::vector<std::string> words;
};
/// Throws what is wrong with the arguments, which are not the program's name.
Options read_options(const std::vector<std::string>& arguments, std::size_t default_rounds);

/// Prints the table, and writes the JSON where that is wanted.
void publish(const Report& report, const Options& options);

}  // namespace skillwake::bench
