#pragma once

#include "base/result.h"
#include "matcher/judge.h"
#include "matcher/view.h"
#include "skill/skill.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::daemon {

/// Whose word makes the skills of a project ours: a repository may be a stranger's.
enum class ProjectTrust {
    Host,   ///< the host's, which asked its user before it opened the project
    Ask,    ///< the user's, skill by skill: `skillwake trust`
    Never,  ///< nobody's
};

std::string_view name_of(ProjectTrust policy);

/// Which skills may be loaded, and the user's word on those of projects. A skill is trusted as it was:
/// another text asks again. Loop thread only; does no I/O itself.
class Trust {
public:
    explicit Trust(ProjectTrust policy) : policy_(policy) {}

    enum class Allowed {
        Load,     ///< all
        ByName,   ///< load when somebody asks for it by its name, else suggest
        Suggest,  ///< never load
        Nothing,
    };
    Allowed allowed(const skill::Skill& skill) const;
    /// Why it is not Load, and what its user can do; empty: it is.
    std::string reason(const skill::Skill& skill) const;
    /// The same as Errc::Denied for who wants to read or load it by its name; Ok: he may.
    Status may_read(const skill::Skill& skill) const;

    /// No candidate acts beyond what is allowed.
    void limit(const matcher::View& view, matcher::Judgement& judgement) const;

    /// How many are trusted that were not. Errc::TooLarge: more than kMaxTrusted, nothing changed. Else what
    /// the writer says.
    Result<std::size_t> add(const std::vector<const skill::Skill*>& skills);
    /// Forgets the skills at or below `folder`: how many.
    Result<std::size_t> revoke(const std::filesystem::path& folder);

    /// The digest of each trusted skill, by the path of its SKILL.md.
    const std::map<std::string, std::string>& trusted() const { return trusted_; }
    ProjectTrust policy() const { return policy_; }

    /// The word that was written down: a line "DIGEST PATH" a skill; others are passed over.
    void restore(std::string_view text);
    /// Takes the whole text after each change. Without it the word is kept in memory only.
    using Writer = std::function<Status(std::string_view text)>;
    void write_to(Writer writer) { writer_ = std::move(writer); }

    static constexpr std::size_t kMaxTrusted = 50'000;

private:
    bool is_strange(const skill::Skill& skill) const;
    Result<std::size_t> replace(std::map<std::string, std::string> trusted, std::size_t changed);

    ProjectTrust policy_;
    std::map<std::string, std::string> trusted_;
    Writer writer_;
};

}  // namespace skillwake::daemon
