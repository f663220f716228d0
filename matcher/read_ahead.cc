#include "matcher/read_ahead.h"

#include "base/parallel.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace skillwake::matcher {
namespace {

/// What the skill of that file derived in `previous`, whose skills stand in the order of their files; null:
/// it had none.
const DerivedAlone* derived_before(const std::filesystem::path& file, const SkillReadings* previous) {
    if (previous == nullptr) {
        return nullptr;
    }
    const auto& known = previous->skills;
    const auto found =
        std::lower_bound(known.begin(), known.end(), file,
                         [](const auto& skill, const auto& path) { return skill->file < path; });
    return found != known.end() && (*found)->file == file
               ? previous->derived[static_cast<std::size_t>(found - known.begin())].get()
               : nullptr;
}

}  // namespace

SkillReading read_skill(const skill::Skill& skill, const SkillReadings* previous, const SkillReadings* rest) {
    const auto* before = derived_before(skill.file, previous);
    if (before == nullptr) {
        before = derived_before(skill.file, rest);
    }
    return {lexical::count_words(skill),
            std::make_shared<const DerivedAlone>(derive_triggers(skill, before))};
}

void ReadAhead::read(const SkillReadings::Skills& skills, const SkillReadings* previous) {
    std::map<std::shared_ptr<const skill::Skill>, SkillReading> kept;
    std::vector<std::pair<const skill::Skill*, SkillReading*>> wanted;
    for (const auto& skill : skills) {
        if (kept.size() == kMostSkills) {
            break;
        }
        auto& reading = kept[skill];
        if (auto* read = find(skill)) {
            reading = std::move(*read);
        } else {
            wanted.emplace_back(skill.get(), &reading);
        }
    }
    read_ = std::move(kept);
    for_each_parallel(wanted.size(), [&](std::size_t i) {
        const auto& [skill, reading] = wanted[i];
        *reading = read_skill(*skill, previous);
    });
}

SkillReading* ReadAhead::find(const std::shared_ptr<const skill::Skill>& skill) {
    const auto found = read_.find(skill);
    return found == read_.end() ? nullptr : &found->second;
}

}  // namespace skillwake::matcher
