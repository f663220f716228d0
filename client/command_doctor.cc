#include "client/ask.h"
#include "client/install/doctor.h"
#include "client/run.h"
#include "client/safe_text.h"

#include <algorithm>

/// `doctor`.
namespace skillwake::client {
namespace {

/// --json
struct DoctorReport {
    Health health = Health::Ok;  ///< the worst
    std::vector<Check> checks;

    static constexpr auto kFields = std::tuple(protocol::required("health", &DoctorReport::health),
                                               protocol::required("checks", &DoctorReport::checks));
};

std::string line_of(const Check& check, const Look& look) {
    const auto style = check.health == Health::Ok     ? Style::Good
                       : check.health == Health::Warn ? Style::Warn
                                                      : Style::Bad;
    auto word = std::string(protocol::name_of(check.health));
    word.resize(4, ' ');
    auto line = paint(word, style, look) + "  " + safe_line(check.name + ": " + check.message);
    return line + (check.fix && !check.fix->empty() ? "; fix: " + safe_line(*check.fix) : "") + "\n";
}

}  // namespace

ExitCode run(const DoctorCommand& /*command*/, const Context& context) {
    DoctorReport report{Health::Ok, examine(context)};
    for (const auto& check : report.checks) {
        report.health = std::max(report.health, check.health);
        if (!context.flags.json) {
            context.out << line_of(check, context.look);
        }
    }
    if (context.flags.json) {
        context.out << protocol::to_json(report) << '\n';
    }
    return report.health == Health::Fail ? ExitCode::Failed : ExitCode::Done;
}

}  // namespace skillwake::client
