#include "daemon/skill_names.h"

#include "base/text.h"
#include "daemon/name_group.h"
#include "matcher/text_hash.h"

#include <algorithm>

namespace skillwake::daemon {

using matcher::SkillId;

namespace {

template <class HashOf>
HashedIds hashed(const matcher::Index::Skills& skills, HashOf hash_of) {
    std::vector<HashedIds::Entry> entries;
    entries.reserve(skills.size());
    for (std::uint32_t id = 0; id < skills.size(); ++id) {
        entries.push_back({hash_of(*skills[id]), SkillId{id}});
    }
    return HashedIds(std::move(entries));
}

}  // namespace

SkillNames::SkillNames(std::shared_ptr<const matcher::Index> index)
    : index_(std::move(index)),
      by_group_(hashed(index_->skills(), [](const skill::Skill& skill) { return group_of(skill.name); })),
      by_folder_(hashed(index_->skills(), [](const skill::Skill& skill) {
          return matcher::hash_text(skill.folder.native());
      })) {
    const auto skills = index_->skills().size();
    letters_.reserve(skills);
    for (std::uint32_t id = 0; id < skills; ++id) {
        const auto& skill = index_->skill(SkillId{id});
        letters_.push_back({NameLetters(skill.name), SkillId{id}, false});
        if (!skill.plugin.empty()) {
            letters_.push_back({NameLetters(skill.qualified_name()), SkillId{id}, true});
        }
    }
    find_copies();
}

/// Within one root nobody stands behind another but as its copy, whatever the precedence.
void SkillNames::find_copies() {
    const auto& all = groups();
    std::vector<Bearer> bearers;
    for (auto begin = all.begin(); begin != all.end();) {
        const auto end =
            std::find_if(begin, all.end(), [&](const Entry& entry) { return entry.hash != begin->hash; });
        if (end - begin > 1) {
            bearers.clear();
            for (auto entry = begin; entry != end; ++entry) {
                bearers.push_back({{0, entry->id}, 0, &index_->skill(entry->id)});
            }
            for (const auto& copy : hidden_in(bearers, skill::Precedence::Spec)) {
                copies_.emplace_back(copy.ref.id, copy.front.id);
            }
        }
        begin = end;
    }
    std::sort(copies_.begin(), copies_.end());
    hidden_.resize(copies_.empty() ? 0 : index_->skills().size(), false);
    for (const auto& [copy, original] : copies_) {
        hidden_[static_cast<std::size_t>(copy)] = true;
    }
}

std::span<const SkillNames::Entry> SkillNames::in_folder(std::string_view folder) const {
    return by_folder_.find(matcher::hash_text(folder));
}

std::optional<SkillId> SkillNames::original_of(SkillId copy) const {
    const auto found = std::lower_bound(copies_.begin(), copies_.end(), std::pair(copy, SkillId{}));
    return found == copies_.end() || found->first != copy ? std::nullopt : std::optional(found->second);
}

std::string SkillNames::name_of(const Letters& known) const {
    const auto& skill = index_->skill(known.id);
    return fold_ascii(known.qualified ? skill.qualified_name() : skill.name);
}

}  // namespace skillwake::daemon
