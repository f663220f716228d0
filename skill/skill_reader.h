#pragma once

#include "base/result.h"
#include "skill/load.h"
#include "skill/root_surroundings.h"

#include <filesystem>
#include <string>

namespace skillwake::skill {

/// Reads single skills of one root, with all that counts for them beside their files. All that it is made of
/// must outlive it. Const calls from any thread; they block on the disk.
class SkillReader {
public:
    SkillReader(const RootSpec& spec, const LoadOptions& options, const RootSurroundings& surroundings)
        : spec_(spec), options_(options), surroundings_(surroundings) {}

    struct Read {
        Result<LoadedSkill> loaded;
        bool anew;  ///< not taken over
    };
    /// `known`: what may be taken over if its files have not changed since; null: nothing.
    Read read(const FoundSkill& found, const LoadedSkill* known) const;

private:
    Result<Skill> parse(const std::filesystem::path& file) const;
    void apply_policy(Skill& skill) const;
    LoadedSkill judged_again(LoadedSkill known) const;
    std::string missing_for(const Skill& skill) const;

    const RootSpec& spec_;
    const LoadOptions& options_;
    const RootSurroundings& surroundings_;
};

}  // namespace skillwake::skill
