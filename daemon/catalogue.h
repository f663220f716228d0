#pragma once

#include "base/result.h"
#include "daemon/name_group.h"
#include "daemon/root_snapshot.h"
#include "matcher/view.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace skillwake::daemon {

/// What one workspace sees: its root snapshots in order of precedence, and who stands in front of whom.
/// Immutable. What one index tells by itself of its skills' names is made with it (SkillNames): a catalogue
/// only holds what skills of several indexes are to each other, and costs what these are, but for the
/// largest of them.
class Catalogue {
public:
    /// `roots` in the order of `precedence`. `project`: the folder of the project that it is of; empty:
    /// unknown.
    Catalogue(std::vector<std::shared_ptr<const RootSnapshot>> roots, std::uint64_t generation,
              skill::Precedence precedence = skill::Precedence::Spec, std::string project = {});

    const matcher::View& view() const { return view_; }
    const std::vector<std::shared_ptr<const RootSnapshot>>& roots() const { return roots_; }
    std::uint64_t generation() const { return generation_; }
    const std::string& project() const { return project_; }

    const skill::Skill& skill(matcher::SkillRef ref) const { return matcher::skill_of(view_, ref); }
    const RootSnapshot& root_of(matcher::SkillRef ref) const { return *roots_[parts_[ref.layer].root]; }

    /// What a conversation gets of it. Loop thread only.
    Content content(matcher::SkillRef ref, const skill::Substitutions& values) const {
        return parts_[ref.layer].contents->content(ref.id, skill(ref), values);
    }

    /// The pieces of its text. Loop thread only.
    const PieceIndex& pieces(matcher::SkillRef ref) const {
        return parts_[ref.layer].contents->pieces(ref.id, skill(ref));
    }

    /// By qualified name, else by plain name, in any case. Errc::NotFound with the three nearest names;
    /// Errc::Ambiguous with the candidates, told apart by their paths when their names are the same.
    Result<matcher::SkillRef> find(std::string_view name) const;

    /// The steering file of that name, as Kiro's users call it by `#name`. Errc::NotFound, without names.
    Result<matcher::SkillRef> find_steering(std::string_view name) const;

    /// The skill whose SKILL.md lies in that folder; nullopt: none.
    std::optional<matcher::SkillRef> at_folder(const std::string& folder) const;

    /// Every skill, the hidden ones too, by root and path.
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
    /// What a layer of the view is of.
    struct Part {
        const SkillNames* names = nullptr;
        ContentShelf* contents = nullptr;
        const std::vector<matcher::SkillId>* gone = nullptr;  ///< ascending; null: none
        std::size_t root = 0;
    };
    struct Front {
        matcher::SkillRef ref;
        bool copy = false;
    };

    void add_parts(const RootSnapshot& root, std::size_t number);
    std::vector<std::uint64_t> groups_to_resolve() const;
    void resolve(std::uint64_t group, skill::Precedence precedence);
    void set_hidden(matcher::SkillRef ref, bool hidden);

    bool is_gone(matcher::SkillRef ref) const;
    bool is_hidden(matcher::SkillRef ref) const;
    bool goes_before(matcher::SkillRef a, matcher::SkillRef b) const;
    /// Who stands in front of a hidden one.
    Front front_of(matcher::SkillRef hidden) const;
    std::vector<Bearer> bearers_in(std::uint64_t group) const;
    std::vector<matcher::SkillRef> bearers_of(std::string_view name) const;
    std::vector<std::string> names_near(std::string_view wanted) const;

    std::vector<std::shared_ptr<const RootSnapshot>> roots_;
    matcher::View view_;
    std::vector<Part> parts_;  ///< by layer
    std::uint64_t generation_;
    std::string project_;
    /// Of hidden ones that another index has a hand in; of the others their SkillNames know.
    std::unordered_map<const skill::Skill*, Front> in_front_;
};

}  // namespace skillwake::daemon
