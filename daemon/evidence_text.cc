#include "daemon/evidence_text.h"

#include "daemon/harmless.h"

#include <algorithm>
#include <string_view>

namespace skillwake::daemon {
namespace {

using matcher::Evidence;
using matcher::EvidenceKind;

constexpr std::size_t kReasons = 2;
constexpr std::size_t kMostBytes = 100;  ///< of one quoted text or path

std::string quoted(std::string_view text) {
    return "'" + harmless_line(text, kMostBytes) + "'";
}

/// The file that the evidence stands in, or the code that the prompt shows.
std::string where(const Evidence& piece) {
    return piece.path.empty() ? "code in the prompt" : harmless_line(piece.path, kMostBytes);
}

std::string at_line(const Evidence& piece) {
    return piece.path.empty() || piece.line == 0 ? "" : " (line " + std::to_string(piece.line) + ")";
}

std::string reason(const Evidence& piece) {
    const auto& text = piece.text.empty() ? piece.trigger : piece.text;
    switch (piece.kind) {
        case EvidenceKind::Mention:
            return "the prompt mentions " + harmless_line(piece.trigger, kMostBytes);
        case EvidenceKind::Name:
            return "the prompt names it";
        case EvidenceKind::Keyword:
        case EvidenceKind::Pattern:
        case EvidenceKind::Term:
            return piece.path.empty() ? "the prompt says " + quoted(text)
                                      : where(piece) + " says " + quoted(text);
        case EvidenceKind::Path:
            return piece.path.empty() ? "the prompt names the file " + quoted(text)
                                      : "the file " + where(piece) + " is in use";
        case EvidenceKind::Content:
            return where(piece) + " holds " + quoted(text) + at_line(piece);
        case EvidenceKind::Import:
            return where(piece) + " imports " + harmless_line(piece.trigger, kMostBytes);
        case EvidenceKind::Node:
            return where(piece) + " holds the syntax " + quoted(piece.trigger) + at_line(piece);
        case EvidenceKind::Decorator:
            return where(piece) + " holds the decorator " + quoted(text) + at_line(piece);
        case EvidenceKind::Type:
            return where(piece) + " holds the type " + quoted(text) + at_line(piece);
        case EvidenceKind::Call:
            return where(piece) + " calls " + quoted(text) + at_line(piece);
        case EvidenceKind::Query:
            return where(piece) + " holds syntax that the skill is about" + at_line(piece);
        case EvidenceKind::Command:
            return "a command " + quoted(piece.trigger) + " is in use";
        case EvidenceKind::Error:
            return "an output says " + quoted(text);
        case EvidenceKind::Always:
            return "its author wants it in every conversation";
        case EvidenceKind::Host:
            return "an address names the host " + harmless_line(piece.trigger, kMostBytes);
        case EvidenceKind::Workspace:
            return "the session works in a folder of its plugin";
        case EvidenceKind::Companion:
            return "the skill " + harmless_line(piece.trigger, kMostBytes) + " asks for it";
        case EvidenceKind::Session:
            return "earlier events of this session fit it";
        case EvidenceKind::Exclude:
        case EvidenceKind::Language:
        case EvidenceKind::Negation:
        case EvidenceKind::Twin:
        case EvidenceKind::Marker:
        case EvidenceKind::Native:
            break;
    }
    return {};
}

}  // namespace

std::string reasons_text(const std::vector<Evidence>& evidence) {
    std::vector<std::string> reasons;
    for (const auto& piece : evidence) {
        auto told = piece.weight > 0 ? reason(piece) : std::string();
        const bool known = std::find(reasons.begin(), reasons.end(), told) != reasons.end();
        if (!told.empty() && !known && reasons.size() < kReasons) {
            reasons.push_back(std::move(told));
        }
    }
    std::string text;
    for (const auto& told : reasons) {
        text.append(text.empty() ? "" : ", and ").append(told);
    }
    return text;
}

std::vector<std::string> trigger_names(const std::vector<Evidence>& evidence, std::size_t most) {
    std::vector<std::string> names;
    for (const auto& piece : evidence) {
        if (piece.weight <= 0 || names.size() == most) {
            continue;
        }
        auto name = std::string(name_of(piece.kind));
        if (piece.kind != EvidenceKind::Session && piece.kind != EvidenceKind::Mention) {
            name.append(" ").append(harmless_line(piece.trigger, kMostBytes));
        }
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

}  // namespace skillwake::daemon
