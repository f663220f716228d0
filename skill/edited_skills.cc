#include "skill/edited_skills.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

/// Those that may be skills or rules.
std::vector<fs::path> files_in(const Listings& listings, const std::unordered_set<std::string>& folders) {
    std::vector<fs::path> files;
    for (const auto& folder : folders) {
        const auto listing = listings.find(folder);
        if (listing == listings.end()) {
            continue;
        }
        if (const auto& file = listing->second->skill_file; !file.empty()) {
            files.push_back(fs::path(folder) / file);
        }
        for (const auto& file : listing->second->files) {
            files.push_back(fs::path(folder) / file);
        }
    }
    return files;
}

const fs::path& file_of(const FoundSkill& found) {
    return found.file;
}
const fs::path& file_of(const LoadedSkill& loaded) {
    return loaded.skill->file;
}

/// Of `all`, which are sorted by path, that of a file; nullptr: none.
template <class Each>
const Each* found_at(const std::vector<Each>& all, const fs::path& file) {
    const auto found = std::lower_bound(all.begin(), all.end(), file,
                                        [](const Each& a, const fs::path& b) { return file_of(a) < b; });
    return found != all.end() && file_of(*found) == file ? &*found : nullptr;
}

}  // namespace

std::optional<std::vector<EditedSkill>> read_edited(const LoadedRoot& previous,
                                                    const std::unordered_set<std::string>& touched,
                                                    const SkillReader& reader) {
    std::vector<EditedSkill> edited;
    for (const auto& file : files_in(*previous.scan->listings, touched)) {
        const auto* found = found_at(previous.scan->skills, file);
        if (found == nullptr) {
            continue;
        }
        const auto* known = found_at(previous.skills, file);
        if (known == nullptr) {
            return std::nullopt;
        }
        auto read = reader.read(*found, known);
        if (!read.loaded) {
            return std::nullopt;
        }
        const auto place = static_cast<std::size_t>(known - previous.skills.data());
        edited.push_back({place, *std::move(read.loaded), read.anew});
    }
    return edited;
}

}  // namespace skillwake::skill
