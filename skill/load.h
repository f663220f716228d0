#pragma once

#include "base/shared_list.h"
#include "skill/diagnostic.h"
#include "skill/path_stamp.h"
#include "skill/requirements.h"
#include "skill/roots.h"
#include "skill/scan.h"
#include "skill/skill.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace skillwake::skill {

inline constexpr std::size_t kMaxSkillBytes =
    1U << 20U;  ///< of one SKILL.md; the longest seen in public has 150 KB

/// Whether files of that name beside the skills count.
enum class SkillRulesFiles { Heeded, Ignored };

struct LoadOptions {
    ScanLimits scan = {};
    SkillRulesFiles skill_rules = SkillRulesFiles::Heeded;
    std::shared_ptr<const Machine> machine = {};  ///< null: what skills need is not looked for
    bool sealed = false;  ///< skills of projects get their Skill::seal: who trusts them asks for it often
};

struct LoadedSkill {
    std::shared_ptr<const Skill> skill;
    FileStamp stamp;   ///< of the file when `skill` was read from it; all zero: read it again
    FileStamp policy;  ///< of its agents/openai.yaml, if there is one
};

/// Everything that one root holds. Immutable once made.
struct LoadedRoot {
    RootSpec spec;
    std::vector<LoadedSkill> skills;  ///< sorted by path
    SharedList<Diagnostic> diagnostics;
    std::shared_ptr<const Scan> scan;  ///< what it was loaded from: its folders are to watch; never null
    /// What to look at now and then, since no folder of the scan tells of it: the root's folder itself and
    /// files outside of it that count. When one of them changes anything may have.
    PathStamps outside;
    std::size_t files_read = 0;        ///< skills that had to be read for it
    std::vector<Diagnostic> unusable;  ///< of files that gave no skill; among `diagnostics`
    bool is_settled = false;           ///< no skill has to be read again though nothing happens to it
    FileStamp rules;                   ///< of the skill-rules.json beside the skills; all zero: there is none
    FileStamp signals;                 ///< of the marketplace.json that speaks for its plugin, the same
};

/// The folders of a root as an earlier run listed them: believed as far as the disk confirms them.
struct KnownFolders {
    PathStamps outside;  ///< of LoadedRoot: with others nothing is believed
    ListedFolders listings;
};

/// What a loader may know beforehand.
struct LoadHints {
    const Touched* touched = nullptr;  ///< all that changed since `previous`; null: anything may have
    FolderSink before_listing = {};
    const KnownFolders* folders = nullptr;  ///< where there is no `previous`; may be null
    /// Asked once behind the scan where there is no `previous`: what stands for it, or null. Valid until the
    /// root is loaded.
    std::function<const LoadedRoot*()> known_meanwhile = {};
};

/// Scans and reads `spec`, the skill-rules.json in its folder or in the `hooks` folder beside it, and of a
/// plugin what its marketplace says. From `previous` (may be null) unchanged skills are taken over as they
/// are, and a skill whose file cannot be used now, as while it is being written, keeps its last good version,
/// with a diagnostic. With `hints.touched` files are not even looked at but in folders that it names. Blocks
/// on the disk: call it on a worker.
LoadedRoot load_root(const RootSpec& spec, const LoadedRoot* previous, const LoadOptions& options,
                     const LoadHints& hints = {});

}  // namespace skillwake::skill
