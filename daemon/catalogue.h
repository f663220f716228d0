#pragma once

#include "base/name_letters.h"
#include "base/result.h"
#include "daemon/root_snapshot.h"
#include "matcher/text_hash.h"
#include "matcher/view.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace skillwake::daemon {

/// What one workspace sees: its root snapshots in order of precedence, and who stands in front of whom.
/// Immutable.
class Catalogue {
public:
    /// `roots` in the order of `precedence`. `project`: the folder of the project that it is of; empty:
    /// unknown.
    Catalogue(std::vector<std::shared_ptr<const RootSnapshot>> roots, std::uint64_t generation,
              skill::Precedence precedence = skill::Precedence::Spec, std::string project = {});
    Catalogue(const Catalogue&) = delete;  // its tables point into one another
    Catalogue& operator=(const Catalogue&) = delete;

    const matcher::View& view() const { return view_; }
    const std::vector<std::shared_ptr<const RootSnapshot>>& roots() const { return roots_; }
    std::uint64_t generation() const { return generation_; }
    const std::string& project() const { return project_; }

    const skill::Skill& skill(matcher::SkillRef ref) const { return matcher::skill_of(view_, ref); }

    /// What a conversation gets of it. Loop thread only.
    Content content(matcher::SkillRef ref, const skill::Substitutions& values) const {
        return roots_[ref.layer]->contents->content(ref.id, skill(ref), values);
    }

    /// The pieces of its text. Loop thread only.
    const PieceIndex& pieces(matcher::SkillRef ref) const {
        return roots_[ref.layer]->contents->pieces(ref.id, skill(ref));
    }

    /// By qualified name, else by plain name, in any case. Errc::NotFound with the three nearest names;
    /// Errc::Ambiguous with the candidates, told apart by their paths when their names are the same.
    Result<matcher::SkillRef> find(std::string_view name) const;

    /// The steering file of that name, as Kiro's users call it by `#name`. Errc::NotFound, without names.
    Result<matcher::SkillRef> find_steering(std::string_view name) const;

    /// The skill whose SKILL.md lies in that folder; nullopt: none.
    std::optional<matcher::SkillRef> at_folder(const std::string& folder) const;

    /// Every skill, the hidden ones too, by layer.
    std::vector<matcher::SkillRef> all() const;
    /// The skill that stands in front of `ref`; nullptr: none, it is visible.
    const skill::Skill* shadowed_by(matcher::SkillRef ref) const;
    /// Whether `ref` is hidden since it has the same name and body as what stands in front of it, wherever
    /// the two lie. All names of a copy stand for that skill.
    bool is_copy(matcher::SkillRef ref) const;
    /// The other visible skills that its plain name may mean as well; empty: it means this one, or one that
    /// has no plugin.
    std::vector<const skill::Skill*> rivals_of(matcher::SkillRef ref) const;

private:
    struct Front {
        matcher::SkillRef ref;
        bool copy = false;
    };
    /// Names are strangers' words: the hash is one that they cannot foresee.
    struct NameHash {
        std::size_t operator()(std::string_view name) const { return matcher::hash_text(name); }
    };
    using Bearers = std::unordered_map<std::string, std::vector<matcher::SkillRef>, NameHash>;

    void hide_shadowed(skill::Precedence precedence);
    std::optional<matcher::SkillRef> original_of(const skill::Skill& copy, const std::string& plain) const;
    void hide(matcher::SkillRef ref, Front front);
    const std::vector<matcher::SkillRef>* bearers_of(std::string_view name) const;
    std::vector<std::string> names_near(std::string_view wanted) const;

    std::vector<std::shared_ptr<const RootSnapshot>> roots_;
    matcher::View view_;
    std::uint64_t generation_;
    std::string project_;
    Bearers by_qualified_name_;  ///< folded; visible ones
    Bearers by_plain_name_;      ///< the same skills, where it is not their qualified name
    Bearers visible_;            ///< by plain name, whatever their plugin
    std::vector<std::pair<NameLetters, const std::string*>> names_;      ///< of the two, by which it is found
    std::unordered_map<const skill::Skill*, Front> in_front_;            ///< of those that are hidden
    std::unordered_map<std::string_view, matcher::SkillRef> by_folder_;  ///< views into the skills
};

}  // namespace skillwake::daemon
