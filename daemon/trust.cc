#include "daemon/trust.h"

#include "base/path.h"
#include "base/sha256.h"
#include "base/text.h"
#include "daemon/harmless.h"
#include "matcher/decide.h"
#include "skill/content.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {
namespace {

std::string seal_of(const skill::Skill& skill) {
    return skill.seal.empty() ? sha256(skill.text) : skill.seal;
}

/// A path with a line end could not be written down.
bool is_one_line(const std::string& path) {
    return path.find('\n') == std::string::npos;
}

/// Whether that is another one than was known.
bool put(std::map<std::string, std::string>& digests, const std::string& path, std::string digest) {
    auto& known = digests[path];
    const bool differs = known != digest;
    known = std::move(digest);
    return differs;
}

/// "DIGEST PATH"; whether it is one.
bool read_entry(std::string_view line, std::map<std::string, std::string>& digests) {
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos || blank == 0 || !line.substr(blank + 1).starts_with('/')) {
        return false;
    }
    return digests.emplace(line.substr(blank + 1), line.substr(0, blank)).second;
}

constexpr std::string_view kFile = "file ";

}  // namespace

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
    return policy_ == ProjectTrust::Never || !holds(*trusted_, skill);
}

bool Trust::holds(const Trusted& trusted, const skill::Skill& skill) {
    const auto known = trusted.skills.find(skill.file.native());
    return known != trusted.skills.end() && known->second == seal_of(skill);
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
            return (trusted_->skills.contains(skill.file.native())
                        ? "it has changed since its user trusted it: "
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

Status Trust::may_give(const skill::Skill& skill, const std::filesystem::path& file,
                       std::string_view text) const {
    if (auto may = may_read(skill); !may) {
        return may;
    }
    if (skill.scope != skill::Scope::Project || policy_ == ProjectTrust::Host) {
        return Ok{};
    }
    const auto known = trusted_->files.find(file.native());
    if (known != trusted_->files.end() && known->second == sha256(text)) {
        return Ok{};
    }
    return Error(Errc::Denied, "'" + file.string() + "' is not trusted: it " +
                                   (known == trusted_->files.end() ? "was not there" : "was another") +
                                   " when its user trusted the skill: 'skillwake trust " +
                                   shell_word(skill.folder.native()) + "' allows it");
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

Result<Trust::Change> Trust::adding(const std::vector<const skill::Skill*>& skills) const {
    auto trusted = *trusted_;
    std::size_t changed = 0;
    for (const auto* skill : skills) {
        if (!is_one_line(skill->file.native())) {
            continue;
        }
        bool is_new = put(trusted.skills, skill->file.native(), seal_of(*skill));
        for (const auto& resource : skill->resources) {
            const auto read = skill::read_resource(*skill, resource.file);
            if (read && is_one_line(read->file.native())) {
                is_new = put(trusted.files, read->file.native(), sha256(read->text)) || is_new;
            }
        }
        changed += is_new ? 1 : 0;
        if (trusted.skills.size() + trusted.files.size() > kMaxTrusted) {
            return Error(Errc::TooLarge,
                         "more than " + std::to_string(kMaxTrusted) + " trusted skills and files");
        }
    }
    return change_to(std::move(trusted), changed);
}

Trust::Change Trust::revoking(const std::filesystem::path& folder) const {
    auto trusted = *trusted_;
    const auto lies_there = [&folder](const auto& entry) { return lies_in(entry.first, folder); };
    const auto changed = std::erase_if(trusted.skills, lies_there);
    std::erase_if(trusted.files, lies_there);
    return change_to(std::move(trusted), changed);
}

Trust::Change Trust::change_to(Trusted after, std::size_t skills) const {
    Change change{trusted_, nullptr, skills, {}};
    for (const auto& [path, digest] : after.skills) {
        change.text.append(digest).append(" ").append(path).append("\n");
    }
    for (const auto& [path, digest] : after.files) {
        change.text.append(kFile).append(digest).append(" ").append(path).append("\n");
    }
    change.after = std::make_shared<const Trusted>(std::move(after));
    return change;
}

/// Written down first: what cannot be is not believed either.
Status Trust::take(Change change) {
    if (change.before != trusted_) {
        return Error(Errc::NotReady, "somebody else has changed what is trusted");
    }
    if (*change.before == *change.after) {
        return Ok{};
    }
    if (writer_) {
        if (auto written = writer_(change.text); !written) {
            return written;
        }
    }
    trusted_ = std::move(change.after);
    return Ok{};
}

void Trust::restore(std::string_view text) {
    auto trusted = *trusted_;
    for (const auto line : split_lines(text)) {
        if (trusted.skills.size() + trusted.files.size() >= kMaxTrusted) {
            break;
        }
        if (!read_entry(line, trusted.skills) && line.starts_with(kFile)) {
            read_entry(line.substr(kFile.size()), trusted.files);
        }
    }
    trusted_ = std::make_shared<const Trusted>(std::move(trusted));
}

}  // namespace skillwake::daemon
