#include "daemon/trust.h"

#include "base/path.h"
#include "base/text.h"
#include "daemon/harmless.h"
#include "matcher/decide.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {

std::string_view name_of(ProjectTrust policy) {
    switch (policy) {
        case ProjectTrust::Host:
            return "host";
        case ProjectTrust::Ask:
            return "ask";
        case ProjectTrust::Never:
            return "never";
    }
    return "unknown";
}

/// Of a project, and nobody has said that it is to be trusted as it is now.
bool Trust::is_strange(const skill::Skill& skill) const {
    if (skill.scope != skill::Scope::Project || policy_ == ProjectTrust::Host) {
        return false;
    }
    const auto known = trusted_.find(skill.file.native());
    return policy_ == ProjectTrust::Never || known == trusted_.end() || known->second != skill.digest;
}

Trust::Allowed Trust::allowed(const skill::Skill& skill) const {
    if (is_strange(skill)) {
        return policy_ == ProjectTrust::Ask ? Allowed::Suggest : Allowed::Nothing;
    }
    return skill.suspicion.empty() ? Allowed::Load : Allowed::ByName;
}

std::string Trust::reason(const skill::Skill& skill) const {
    switch (allowed(skill)) {
        case Allowed::Load:
            return {};
        case Allowed::ByName:
            return "loaded only by its name: " + skill.suspicion;
        case Allowed::Suggest:
            return (trusted_.contains(skill.file.native()) ? "it has changed since its user trusted it: "
                                                           : "it came with its project: ") +
                   std::string("'skillwake trust ") + shell_word(skill.folder.native()) + "' allows it";
        case Allowed::Nothing:
            return "it came with its project, and the setting project-trust is never";
    }
    return {};
}

Status Trust::may_read(const skill::Skill& skill) const {
    if (!is_strange(skill)) {
        return Ok{};
    }
    return Error(Errc::Denied, "skill '" + skill.qualified_name() + "' is not trusted: " + reason(skill));
}

void Trust::limit(const matcher::View& view, matcher::Judgement& judgement) const {
    using matcher::Action;
    for (auto& candidate : judgement.candidates) {
        const auto allowed_now = allowed(matcher::skill_of(view, candidate.ref));
        const bool named = allowed_now == Allowed::ByName && matcher::is_mentioned(candidate);
        if (allowed_now == Allowed::Nothing) {
            candidate.action = Action::None;
        } else if (allowed_now != Allowed::Load && !named && candidate.action == Action::Load) {
            candidate.action = Action::Suggest;
        }
    }
}

Result<std::size_t> Trust::add(const std::vector<const skill::Skill*>& skills) {
    auto trusted = trusted_;
    std::size_t changed = 0;
    for (const auto* skill : skills) {
        const auto path = skill->file.native();
        if (path.find('\n') == std::string::npos) {  // it could not be written down
            auto& digest = trusted[path];
            changed += std::exchange(digest, skill->digest) == skill->digest ? 0 : 1;
        }
    }
    if (trusted.size() > kMaxTrusted) {
        return Error(Errc::TooLarge, "more than " + std::to_string(kMaxTrusted) + " trusted skills");
    }
    return replace(std::move(trusted), changed);
}

Result<std::size_t> Trust::revoke(const std::filesystem::path& folder) {
    auto trusted = trusted_;
    const auto changed =
        std::erase_if(trusted, [&folder](const auto& entry) { return lies_in(entry.first, folder); });
    return replace(std::move(trusted), changed);
}

/// Written down first: what cannot be is not believed either.
Result<std::size_t> Trust::replace(std::map<std::string, std::string> trusted, std::size_t changed) {
    if (changed == 0) {
        return changed;
    }
    std::string text;
    for (const auto& [path, digest] : trusted) {
        text.append(digest).append(" ").append(path).append("\n");
    }
    if (writer_) {
        if (auto written = writer_(text); !written) {
            return std::move(written).error();
        }
    }
    trusted_ = std::move(trusted);
    return changed;
}

void Trust::restore(std::string_view text) {
    for (const auto line : split_lines(text)) {
        const auto blank = line.find(' ');
        if (blank != std::string_view::npos && blank > 0 && line.substr(blank + 1).starts_with('/') &&
            trusted_.size() < kMaxTrusted) {
            trusted_.emplace(line.substr(blank + 1), line.substr(0, blank));
        }
    }
}

}  // namespace skillwake::daemon
