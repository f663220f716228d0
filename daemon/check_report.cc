#include "daemon/check_report.h"

#include "base/utf8.h"
#include "daemon/translate.h"
#include "skill/hidden_unicode.h"

#include <algorithm>
#include <cstdint>

namespace skillwake::daemon {
namespace {

struct CheckMessage {
    std::uint64_t skills = 0;
    std::uint64_t errors = 0;
    std::uint64_t warnings = 0;
    std::uint64_t advice = 0;
    std::vector<protocol::Diagnostic> diagnostics;

    static constexpr auto kFields = std::tuple(protocol::required("skills", &CheckMessage::skills),
                                               protocol::required("errors", &CheckMessage::errors),
                                               protocol::required("warnings", &CheckMessage::warnings),
                                               protocol::required("advice", &CheckMessage::advice),
                                               protocol::required("diagnostics", &CheckMessage::diagnostics));
};

std::uint64_t count_of(const CheckReport& report, skill::Severity severity) {
    return static_cast<std::uint64_t>(
        std::count_if(report.diagnostics.begin(), report.diagnostics.end(),
                      [severity](const auto& diagnostic) { return diagnostic.severity == severity; }));
}

/// What a terminal would obey or hide is written as its code point.
std::string visible(std::string_view text) {
    constexpr char32_t kFirstShown = 0x20;
    constexpr char32_t kDelete = 0x7F;
    constexpr char32_t kLastControl = 0x9F;
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const auto next = decode_utf8(text, at);
        const auto bytes = text.substr(at, next.bytes);
        const bool control = next.code < kFirstShown || (next.code >= kDelete && next.code <= kLastControl);
        if (!next.valid || control || !skill::find_hidden(bytes, 1).empty()) {
            shown.append("<").append(skill::code_point_name(next.code)).append(">");
        } else {
            shown.append(bytes);
        }
        at += next.bytes;
    }
    return shown;
}

std::string counted(std::uint64_t count, std::string_view one) {
    return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

void append_text(std::string& out, const skill::Diagnostic& diagnostic) {
    out.append(visible(diagnostic.path));
    if (diagnostic.line > 0) {
        out.append(":").append(std::to_string(diagnostic.line));
    }
    out.append(": ").append(skill::name_of(diagnostic.severity)).append(": ");
    out.append(visible(diagnostic.message)).append(" [").append(diagnostic.rule).append("]\n");
    if (!diagnostic.fix.empty()) {
        out.append("    ").append(visible(diagnostic.fix)).append("\n");
    }
}

}  // namespace

std::string report_text(const CheckReport& report) {
    std::string out;
    for (const auto& diagnostic : report.diagnostics) {
        append_text(out, diagnostic);
    }
    out.append(counted(report.skills, "skill")).append(" checked: ");
    out.append(counted(count_of(report, skill::Severity::Error), "error")).append(", ");
    out.append(counted(count_of(report, skill::Severity::Warning), "warning")).append(", ");
    out.append(std::to_string(count_of(report, skill::Severity::Advice))).append(" advice\n");
    return out;
}

std::string report_json(const CheckReport& report) {
    return protocol::to_json(CheckMessage{
        report.skills, count_of(report, skill::Severity::Error), count_of(report, skill::Severity::Warning),
        count_of(report, skill::Severity::Advice), to_messages(report.diagnostics)});
}

}  // namespace skillwake::daemon
