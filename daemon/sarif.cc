#include "daemon/sarif.h"

#include "base/text.h"
#include "protocol/message.h"
#include "skill/rules.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

enum class Level { Error, Warning, Note };

}  // namespace
}  // namespace skillwake::daemon

namespace skillwake::protocol {

template <>
struct EnumNames<daemon::Level> {
    static constexpr std::array kNames = {std::pair{daemon::Level::Error, "error"},
                                          std::pair{daemon::Level::Warning, "warning"},
                                          std::pair{daemon::Level::Note, "note"}};
};

}  // namespace skillwake::protocol

namespace skillwake::daemon {
namespace {

using protocol::required;

struct Text {
    std::string text;

    static constexpr auto kFields = std::tuple(required("text", &Text::text));
};

struct Configuration {
    Level level = Level::Warning;

    static constexpr auto kFields = std::tuple(required("level", &Configuration::level));
};

struct ReportingDescriptor {
    std::string id;
    Text short_description;
    Text help;
    Configuration default_configuration;

    static constexpr auto kFields =
        std::tuple(required("id", &ReportingDescriptor::id),
                   required("shortDescription", &ReportingDescriptor::short_description),
                   required("help", &ReportingDescriptor::help),
                   required("defaultConfiguration", &ReportingDescriptor::default_configuration));
};

struct Driver {
    std::string name;
    std::string version;
    std::vector<ReportingDescriptor> rules;

    static constexpr auto kFields =
        std::tuple(required("name", &Driver::name), required("version", &Driver::version),
                   required("rules", &Driver::rules));
};

struct Tool {
    Driver driver;

    static constexpr auto kFields = std::tuple(required("driver", &Tool::driver));
};

struct ArtifactLocation {
    std::string uri;

    static constexpr auto kFields = std::tuple(required("uri", &ArtifactLocation::uri));
};

struct Region {
    std::uint32_t start_line = 1;

    static constexpr auto kFields = std::tuple(required("startLine", &Region::start_line));
};

struct PhysicalLocation {
    ArtifactLocation artifact_location;
    Region region;

    static constexpr auto kFields =
        std::tuple(required("artifactLocation", &PhysicalLocation::artifact_location),
                   required("region", &PhysicalLocation::region));
};

struct Location {
    PhysicalLocation physical_location;

    static constexpr auto kFields = std::tuple(required("physicalLocation", &Location::physical_location));
};

struct SarifResult {
    std::string rule_id;
    std::uint64_t rule_index = 0;
    Level level = Level::Warning;
    Text message;
    std::vector<Location> locations;

    static constexpr auto kFields =
        std::tuple(required("ruleId", &SarifResult::rule_id), required("ruleIndex", &SarifResult::rule_index),
                   required("level", &SarifResult::level), required("message", &SarifResult::message),
                   required("locations", &SarifResult::locations));
};

struct Run {
    Tool tool;
    std::vector<SarifResult> results;

    static constexpr auto kFields =
        std::tuple(required("tool", &Run::tool), required("results", &Run::results));
};

struct SarifLog {
    std::string schema = "https://json.schemastore.org/sarif-2.1.0.json";
    std::string version = "2.1.0";
    std::vector<Run> runs;

    static constexpr auto kFields =
        std::tuple(required("$schema", &SarifLog::schema), required("version", &SarifLog::version),
                   required("runs", &SarifLog::runs));
};

Level level_of(skill::Severity severity) {
    switch (severity) {
        case skill::Severity::Error:
            return Level::Error;
        case skill::Severity::Warning:
            return Level::Warning;
        case skill::Severity::Advice:
            return Level::Note;
    }
    return Level::Warning;
}

/// RFC 3986: what is neither unreserved nor '/' is written as its bytes.
std::string percent_encoded(std::string_view path) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string uri;
    for (const char c : path) {
        if (is_alnum(c) || std::string_view("-._~/").find(c) != std::string_view::npos) {
            uri.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            uri.push_back('%');
            uri.push_back(kDigits[byte >> 4U]);
            uri.push_back(kDigits[byte & 0xFU]);
        }
    }
    return uri;
}

std::string uri_of(const fs::path& file, const fs::path& base) {
    const auto relative = file.lexically_relative(base);
    const bool below = !relative.empty() && *relative.begin() != "..";
    return below ? percent_encoded(relative.string()) : "file://" + percent_encoded(file.string());
}

ReportingDescriptor descriptor_of(const skill::Rule& rule) {
    return {
        std::string(rule.id), {std::string(rule.meaning)}, {std::string(rule.fix)}, {level_of(rule.level)}};
}

SarifResult result_of(const skill::Diagnostic& diagnostic, const fs::path& base) {
    const auto all = skill::rules();
    const auto& rule = skill::rule_of(diagnostic);
    const auto& fix = diagnostic.fix;
    SarifResult result;
    result.rule_id = rule.id;
    result.rule_index = static_cast<std::uint64_t>(&rule - all.data());
    result.level = level_of(diagnostic.severity);
    result.message.text = diagnostic.message + (fix.empty() ? "" : "; fix: " + fix);
    result.locations = {{{{uri_of(diagnostic.path, base)}, {std::max(diagnostic.line, 1U)}}}};
    return result;
}

}  // namespace

std::string sarif_of(const std::vector<skill::Diagnostic>& diagnostics, const fs::path& base) {
    Run run;
    run.tool.driver.name = "skillwake";
    run.tool.driver.version = SKILLWAKE_VERSION;
    for (const auto& rule : skill::rules()) {
        run.tool.driver.rules.push_back(descriptor_of(rule));
    }
    for (const auto& diagnostic : diagnostics) {
        run.results.push_back(result_of(diagnostic, base));
    }
    SarifLog log;
    log.runs.push_back(std::move(run));
    return protocol::to_json(log);
}

}  // namespace skillwake::daemon
