#include "tests/bench/support/report.h"

#include <sys/utsname.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace skillwake::bench {
namespace {

std::string processor_name() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (line.starts_with("model name") && line.find(": ") != std::string::npos) {
            return line.substr(line.find(": ") + 2);
        }
    }
    return "unknown";
}

std::string number(double value, const std::string& unit) {
    std::array<char, 40> text{};
    const int digits = unit == "times" ? 2 : value < 100 ? 1 : 0;
    std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return text.data();
}

std::string padded(std::string text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string name_of(const Row& row) {
    auto name = row.what;
    name.append(row.where.empty() ? "" : ", " + row.where);
    name.append(row.skills == 0 ? "" : ", " + std::to_string(row.skills) + " skills");
    return name;
}

std::size_t widest_name(const Report& report) {
    std::size_t widest = 0;
    for (const auto& row : report.rows) {
        widest = std::max(widest, name_of(row).size());
    }
    return widest;
}

}  // namespace

Machine Machine::of_here() {
    utsname system{};
    ::uname(&system);
    return {processor_name(), std::thread::hardware_concurrency(),
            std::string(system.sysname) + " " + system.release};
}

Row time_row(std::string what, const Samples& samples) {
    const auto spread = spread_of(samples.medians());
    return {std::move(what), {}, 0, "us", spread.median, spread.low, spread.high, samples.at(0.99), {}};
}

Row ratio_row(std::string what, const Samples& samples, const Samples& than, std::optional<double> goal) {
    const auto spread = spread_of(ratios(samples, than));
    const auto p99 = samples.at(0.99) / than.at(0.99);
    return {std::move(what), {}, 0, "times", spread.median, spread.low, spread.high, p99, goal};
}

std::string table_of(const Report& report) {
    const auto width = widest_name(report);
    std::string text = report.bench + ": " + std::to_string(report.rounds) + " rounds on " +
                       report.machine.processor + ", " + std::to_string(report.machine.processors) +
                       " processors, " + report.machine.system + "\n\n";
    text += std::string(width, ' ') + "      median     half of the rounds        p99    goal\n";
    for (const auto& row : report.rows) {
        auto name = name_of(row);
        name.append(width - name.size(), ' ');
        text += name + padded(number(row.median, row.unit), 12) + " " +
                (row.unit == "times" ? "x " : row.unit) +
                padded(number(row.low, row.unit) + " to " + number(row.high, row.unit), 20) +
                padded(row.p99 ? number(*row.p99, row.unit) : "", 11) +
                padded(row.goal ? number(*row.goal, row.unit) : "", 8) +
                (row.goal && row.median > *row.goal ? "  missed" : "") + "\n";
    }
    return text;
}

Options read_options(const std::vector<std::string>& arguments, std::size_t default_rounds) {
    Options options{default_rounds, {}, {}};
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const auto& word = arguments[at];
        if (word != "--rounds" && word != "--json") {
            options.words.push_back(word);
            continue;
        }
        if (++at == arguments.size()) {
            throw std::runtime_error(word + ": expected a value");
        }
        if (word == "--json") {
            options.json = arguments[at];
        } else {
            options.rounds = std::stoul(arguments[at]);
        }
    }
    if (options.rounds == 0) {
        throw std::runtime_error("--rounds: expected at least 1");
    }
    return options;
}

void publish(const Report& report, const Options& options) {
    std::fputs(table_of(report).c_str(), stdout);
    if (options.json.empty()) {
        return;
    }
    std::ofstream out(options.json, std::ios::binary);
    out << protocol::to_json(report) << '\n';
    if (!out.flush()) {
        throw std::runtime_error("cannot write " + options.json);
    }
}

}  // namespace skillwake::bench
