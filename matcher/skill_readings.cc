#include "matcher/skill_readings.h"

#include "base/parallel.h"
#include "matcher/lexical/lexical_builder.h"
#include "matcher/lexical/skill_words.h"
#include "matcher/read_ahead.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace skillwake::matcher {
namespace {

constexpr std::uint32_t kNew = lexical::WordPostings::kNoSkill;

/// Of each skill its number in `previous`, or kNew.
std::vector<std::uint32_t> places_before(const SkillReadings::Skills& skills, const SkillReadings* previous) {
    std::unordered_map<const skill::Skill*, std::uint32_t> known;
    for (std::uint32_t i = 0; previous != nullptr && i < previous->skills.size(); ++i) {
        known.emplace(previous->skills[i].get(), i);
    }
    std::vector<std::uint32_t> places;
    places.reserve(skills.size());
    for (const auto& skill : skills) {
        const auto place = known.find(skill.get());
        places.push_back(place == known.end() ? kNew : place->second);
    }
    return places;
}

/// Whether the words of skills that stay can be taken over: they stand in the order they had.
bool keeps_words(std::vector<std::uint32_t> before, const SkillReadings* previous) {
    const auto added = std::erase(before, kNew);
    return previous != nullptr && std::is_sorted(before.begin(), before.end()) &&
           lexical::LexicalBuilder::is_worth_following(*previous->words, added);
}

}  // namespace

SkillReadings read_skills(SkillReadings::Skills skills, const SkillReadings* previous, ReadAhead* ahead,
                          const SkillReadings* rest) {
    if (previous != nullptr && previous->skills == skills) {
        return *previous;
    }
    constexpr std::size_t kAhead = 512;
    constexpr std::ptrdiff_t kFewest = 32;  // fewer are not worth threads
    const auto before = places_before(skills, previous);
    const bool keeps = keeps_words(before, previous);
    auto words = keeps ? lexical::LexicalBuilder(*previous->words) : lexical::LexicalBuilder();
    SkillReadings readings;
    readings.derived.resize(skills.size());
    std::vector<lexical::SkillWords> read(kAhead);
    const auto make = [&](std::size_t i) {
        if (before[i] != kNew) {
            readings.derived[i] = previous->derived[before[i]];
            if (!keeps) {
                read[i % kAhead] = lexical::count_words(*skills[i]);
            }
            return;
        }
        auto* known = ahead == nullptr ? nullptr : ahead->find(skills[i]);
        auto reading = known == nullptr ? read_skill(*skills[i], previous, rest) : std::move(*known);
        readings.derived[i] = std::move(reading.derived);
        read[i % kAhead] = std::move(reading.words);
    };
    const auto take = [&](std::size_t i) {
        if (before[i] == kNew || !keeps) {
            words.add(std::exchange(read[i % kAhead], {}));
        } else {
            words.take(before[i], lexical::folder_name(*skills[i]));
        }
    };
    if (!keeps || std::count(before.begin(), before.end(), kNew) >= kFewest) {
        make_and_take(skills.size(), kAhead, make, take);
    } else {
        for (std::size_t i = 0; i < skills.size(); ++i) {
            make(i);
            take(i);
        }
    }
    readings.patterns = previous == nullptr ? nullptr : previous->patterns;
    readings.words = std::make_shared<const lexical::LexicalIndex>(words.finish());
    readings.skills = std::move(skills);
    return readings;
}

}  // namespace skillwake::matcher
