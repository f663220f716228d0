#pragma once

#include "base/result.h"
#include "matcher/judge.h"
#include "matcher/view.h"
#include "skill/skill.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
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

/// What the user has said is to be trusted, as it was then: by path the sha256 of a SKILL.md's text, and of
/// each file beside it that could be read.
struct Trusted {
    std::map<std::string, std::string> skills;
    std::map<std::string, std::string> files;

    bool operator==(const Trusted&) const = default;
};

/// Which skills may be loaded, and the user's word on those of projects. A skill is trusted as it was:
/// another text asks again, and a file beside it that is another one now is not given. Loop thread only, but
/// for copies; does no I/O itself.
class Trust {
public:
    explicit Trust(ProjectTrust policy) : policy_(policy) {}

    /// As it is now, for a worker: what changes later is not seen there.
    Trust as_now() const {
        Trust now(policy_);
        now.trusted_ = trusted_;
        return now;
    }

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

    /// The same of `file`, one beside it that reads `text` now.
    Status may_give(const skill::Skill& skill, const std::filesystem::path& file,
                    std::string_view text) const;

    /// No candidate acts beyond what is allowed.
    void limit(const matcher::View& view, matcher::Judgement& judgement) const;

    /// Another word, worked out; take() makes it ours.
    struct Change {
        std::shared_ptr<const Trusted> before;
        std::shared_ptr<const Trusted> after;
        std::size_t skills = 0;  ///< whose standing is another then
        std::string text;        ///< `after`, for the writer
    };
    /// Trusts these too. Reads the files beside them: on a thread that may block. Errc::TooLarge: more than
    /// kMaxTrusted skills and files.
    Result<Change> adding(const std::vector<const skill::Skill*>& skills) const;
    /// Forgets the skills at or below `folder`.
    Change revoking(const std::filesystem::path& folder) const;
    /// Errc::NotReady: it was worked out of what is not so any more. Else what the writer says; nothing has
    /// changed then.
    Status take(Change change);

    const Trusted& trusted() const { return *trusted_; }
    ProjectTrust policy() const { return policy_; }
    /// Whether that skill was trusted as it is now.
    static bool holds(const Trusted& trusted, const skill::Skill& skill);

    /// The word that was written down: a line "DIGEST PATH" a skill, "file DIGEST PATH" a file; others are
    /// passed over.
    void restore(std::string_view text);
    /// Takes the whole text after each change. Without it the word is kept in memory only.
    using Writer = std::function<Status(std::string_view text)>;
    void write_to(Writer writer) { writer_ = std::move(writer); }

    static constexpr std::size_t kMaxTrusted = 50'000;

private:
    bool is_strange(const skill::Skill& skill) const;
    Change change_to(Trusted after, std::size_t skills) const;

    ProjectTrust policy_;
    std::shared_ptr<const Trusted> trusted_ = std::make_shared<const Trusted>();  ///< never null
    Writer writer_;
};

}  // namespace skillwake::daemon
