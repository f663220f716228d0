#include "skill/skill_reader.h"

#include "base/sha256.h"
#include "skill/dialects/codex.h"
#include "skill/dialects/colocated.h"
#include "skill/parse.h"
#include "skill/root_file.h"
#include "skill/suspicion.h"

#include <algorithm>
#include <memory>
#include <system_error>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

std::vector<Resource> resources_of(const FoundSkill& found) {
    std::vector<Resource> resources;
    if (found.resources.empty()) {
        return resources;
    }
    const auto below = (found.file.parent_path() / "").native().size();
    for (const auto& file : found.resources) {
        std::error_code failed;
        const auto bytes = fs::file_size(file, failed);
        if (!failed) {
            resources.push_back({file.native().substr(below), bytes});
        }
    }
    return resources;
}

bool unchanged(const LoadedSkill& known, const FileStamp& stamp, const FileStamp& policy,
               const std::vector<Resource>& resources) {
    return known.stamp == stamp && stamp != FileStamp{} && known.policy == policy &&
           known.skill->resources == resources;
}

/// All zero: the skill has none.
FileStamp policy_stamp(const fs::path& folder, const std::vector<Resource>& resources) {
    const bool has_policy = std::any_of(resources.begin(), resources.end(), [](const Resource& resource) {
        return resource.file == dialects::kCodexPolicyFile;
    });
    return has_policy ? stamp_of(folder / dialects::kCodexPolicyFile) : FileStamp{};
}

void mark_suspicion(Skill& skill) {
    if (auto found = find_suspicion(skill)) {
        skill.suspicion = "line " + std::to_string(found->line) + ": " + found->message;
        found->message += ": it is never loaded unasked";
        skill.diagnostics.push_back(*std::move(found));
    }
}

}  // namespace

SkillReader::Read SkillReader::read(const FoundSkill& found, const LoadedSkill* known) const {
    const auto& file = found.file;
    const auto stamp = stamp_of(file);
    auto resources = resources_of(found);
    const auto policy = policy_stamp(file.parent_path(), resources);
    if (known != nullptr && unchanged(*known, stamp, policy, resources)) {
        return {judged_again(*known), false};
    }
    auto skill = parse(file);
    if (!skill) {
        return {std::move(skill).error(), true};
    }
    skill->plugin = spec_.plugin;
    skill->resources = std::move(resources);
    apply_skill_rules(surroundings_.rules(), options_.machine.get(), *skill);
    dialects::apply_relevance(surroundings_.signals(), *skill);
    skill->unavailable = missing_for(*skill);
    skill->for_other_system = options_.machine != nullptr && !is_for(*options_.machine, skill->needs);
    if (policy != FileStamp{}) {
        apply_policy(*skill);
    }
    if (options_.sealed && skill->scope == Scope::Project) {
        skill->seal = sha256(skill->text);
    }
    mark_suspicion(*skill);
    return {LoadedSkill{std::make_shared<const Skill>(*std::move(skill)), stamp, policy}, true};
}

Result<Skill> SkillReader::parse(const fs::path& file) const {
    auto bytes = read_in_root(spec_, file, kMaxSkillBytes);
    if (!bytes) {
        return std::move(bytes).error();
    }
    auto skill = parse_skill(*std::move(bytes), file, spec_.scope);
    if (skill && spec_.is_colocated()) {
        const bool inner = spec_.folder.filename() == kContinueFolder;
        dialects::tie_to_folder(*skill, inner ? spec_.folder.parent_path() : spec_.folder, spec_.for_session);
        skill->name = dialects::colocated_name(spec_.folder, spec_.within);
    }
    return skill;
}

void SkillReader::apply_policy(Skill& skill) const {
    const auto file = skill.folder / dialects::kCodexPolicyFile;
    if (const auto bytes = read_in_root(spec_, file, kMaxSkillBytes)) {
        dialects::apply_codex_policy(*bytes, file.string(), skill);
    } else {
        skill.diagnostics.push_back(
            {Severity::Warning, file.string(), 0, bytes.error().message(), "make it readable"});
    }
}

/// The machine may have changed since, though the file did not.
LoadedSkill SkillReader::judged_again(LoadedSkill known) const {
    if (auto missing = missing_for(*known.skill); missing != known.skill->unavailable) {
        auto changed = std::make_shared<Skill>(*known.skill);
        changed->unavailable = std::move(missing);
        known.skill = std::move(changed);
    }
    return known;
}

std::string SkillReader::missing_for(const Skill& skill) const {
    return options_.machine == nullptr || skill.needs == Requirements()
               ? std::string()
               : missing_on(*options_.machine, skill.needs);
}

}  // namespace skillwake::skill
