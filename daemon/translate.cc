#include "daemon/translate.h"

#include "skill/rules.h"

#include <string>

namespace skillwake::daemon {

protocol::Diagnostic to_message(const skill::Diagnostic& diagnostic) {
    return {std::string(skill::name_of(diagnostic.severity)),
            diagnostic.path,
            diagnostic.line,
            diagnostic.message,
            diagnostic.fix,
            std::string(skill::rule_of(diagnostic).id)};
}

std::vector<protocol::Diagnostic> to_messages(const std::vector<skill::Diagnostic>& diagnostics) {
    std::vector<protocol::Diagnostic> messages;
    for (const auto& diagnostic : diagnostics) {
        messages.push_back(to_message(diagnostic));
    }
    return messages;
}

std::vector<protocol::Resource> to_messages(const std::vector<skill::Resource>& resources) {
    std::vector<protocol::Resource> messages;
    for (const auto& resource : resources) {
        messages.push_back({resource.file, resource.bytes});
    }
    return messages;
}

std::vector<protocol::Section> to_messages(const std::vector<skill::Section>& outline) {
    std::vector<protocol::Section> messages;
    for (const auto& section : outline) {
        const auto number = static_cast<std::uint32_t>(messages.size() + 1);
        messages.push_back(
            {number, section.level, section.title, section.first_line, section.last_line, section.tokens});
    }
    return messages;
}

std::vector<protocol::Evidence> to_messages(const std::vector<matcher::Evidence>& evidence) {
    std::vector<protocol::Evidence> messages;
    for (const auto& piece : evidence) {
        protocol::Evidence message;
        message.kind = matcher::name_of(piece.kind);
        message.trigger = piece.trigger;
        message.text = piece.text;
        if (piece.region) {
            message.region = matcher::name_of(*piece.region);
        }
        if (!piece.path.empty()) {
            message.path = piece.path;
        }
        if (piece.line > 0) {
            message.line = piece.line;
        }
        message.begin = piece.begin;
        message.end = piece.end;
        message.weight = piece.weight;
        messages.push_back(std::move(message));
    }
    return messages;
}

protocol::Action to_message(matcher::Action action) {
    switch (action) {
        case matcher::Action::Load:
            return protocol::Action::Load;
        case matcher::Action::Suggest:
            return protocol::Action::Suggest;
        case matcher::Action::None:
            return protocol::Action::None;
    }
    return protocol::Action::None;
}

protocol::SkillSummary summary_of(const Catalogue& catalogue, matcher::SkillRef ref) {
    const auto& skill = catalogue.skill(ref);
    protocol::SkillSummary summary;
    summary.name = skill.name;
    summary.qualified_name = skill.qualified_name();
    summary.description = skill.description;
    summary.path = skill.file.string();
    summary.scope = skill::name_of(skill.scope);
    summary.tokens = skill.tokens;
    summary.digest = skill.digest;
    summary.automatic = skill.automatic;
    summary.invocable = skill.invocable;
    if (const auto* front = catalogue.shadowed_by(ref)) {
        summary.shadowed_by = front->file.string();
        summary.copy = catalogue.is_copy(ref);
    }
    for (const auto* rival : catalogue.rivals_of(ref)) {
        summary.ambiguous_with.push_back(rival->file.string());
    }
    return summary;
}

protocol::SessionSummary summary_of(const std::string& id, const Session& session, Clock::Duration now) {
    std::uint64_t held = 0;
    for (const auto& [name, agent] : session.agents) {
        held += agent.ledger.held_count();
    }
    const auto idle = std::chrono::duration_cast<std::chrono::seconds>(now - session.used_at);
    return {id, session.cwd.string(), session.events, held, static_cast<std::uint64_t>(idle.count())};
}

std::vector<protocol::LedgerEntry> ledger_of(const Session& session) {
    std::vector<protocol::LedgerEntry> entries;
    for (const auto& [name, agent] : session.agents) {
        for (const auto& entry : agent.ledger.entries()) {
            entries.push_back({name, entry.skill, entry.path, entry.digest, std::string(name_of(entry.how)),
                               entry.tokens, entry.given_at.count(), entry.held, entry.mode});
        }
    }
    return entries;
}

}  // namespace skillwake::daemon
