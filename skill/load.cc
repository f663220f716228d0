#include "skill/load.h"

#include "base/file.h"
#include "skill/parse.h"

#include <sys/stat.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

FileStamp stamp_of(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        return {};
    }
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    return {static_cast<std::int64_t>(info.st_mtim.tv_sec) * kNanoseconds + info.st_mtim.tv_nsec,
            static_cast<std::uintmax_t>(info.st_size), info.st_ino};
}

std::vector<Resource> resources_of(const FoundSkill& found) {
    std::vector<Resource> resources;
    const auto folder = found.file.parent_path();
    for (const auto& file : found.resources) {
        std::error_code failed;
        const auto bytes = fs::file_size(file, failed);
        if (!failed) {
            resources.push_back({file.lexically_relative(folder).generic_string(), bytes});
        }
    }
    return resources;
}

const LoadedSkill* find_skill(const LoadedRoot* root, const fs::path& file) {
    if (root == nullptr) {
        return nullptr;
    }
    const auto at = std::lower_bound(
        root->skills.begin(), root->skills.end(), file,
        [](const LoadedSkill& known, const fs::path& path) { return known.skill->file < path; });
    return at != root->skills.end() && at->skill->file == file ? &*at : nullptr;
}

bool unchanged(const LoadedSkill& known, const FileStamp& stamp, const std::vector<Resource>& resources) {
    return known.stamp == stamp && stamp != FileStamp{} && known.skill->resources == resources;
}

class RootLoader {
public:
    RootLoader(const RootSpec& spec, const LoadedRoot* previous) : previous_(previous) { root_.spec = spec; }

    LoadedRoot run(const ScanLimits& limits) {
        auto scan = scan_root(root_.spec.folder, limits);
        root_.folders = std::move(scan.folders);
        root_.diagnostics = std::move(scan.diagnostics);
        root_.skills.reserve(scan.skills.size());
        for (const auto& found : scan.skills) {
            load(found);
        }
        for (const auto& loaded : root_.skills) {
            const auto& of_skill = loaded.skill->diagnostics;
            root_.diagnostics.insert(root_.diagnostics.end(), of_skill.begin(), of_skill.end());
        }
        return std::move(root_);
    }

private:
    void load(const FoundSkill& found) {
        const auto stamp = stamp_of(found.file);
        auto resources = resources_of(found);
        const auto* known = find_skill(previous_, found.file);
        if (known != nullptr && unchanged(*known, stamp, resources)) {
            root_.skills.push_back(*known);
            return;
        }
        auto skill = read(found.file);
        if (skill) {
            skill->plugin = root_.spec.plugin;
            skill->resources = std::move(resources);
            root_.skills.push_back({std::make_shared<const Skill>(*std::move(skill)), stamp});
            return;
        }
        keep_last_good(found.file, skill.error(), known);
    }

    Result<Skill> read(const fs::path& file) const {
        auto bytes = read_file(file, kMaxSkillBytes);
        if (!bytes) {
            return std::move(bytes).error();
        }
        return parse_skill(*std::move(bytes), file, root_.spec.scope);
    }

    void keep_last_good(const fs::path& file, const Error& error, const LoadedSkill* known) {
        Diagnostic diagnostic{Severity::Error, file.string(), 0, error.message(), ""};
        if (known != nullptr) {
            diagnostic.message += "; the last good version serves";
            root_.skills.push_back({known->skill, FileStamp{}});
        }
        root_.diagnostics.push_back(std::move(diagnostic));
    }

    const LoadedRoot* previous_;
    LoadedRoot root_;
};

}  // namespace

LoadedRoot load_root(const RootSpec& spec, const LoadedRoot* previous, const ScanLimits& limits) {
    return RootLoader(spec, previous).run(limits);
}

}  // namespace skillwake::skill
