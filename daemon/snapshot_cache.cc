#include "daemon/snapshot_cache.h"

#include "base/archive.h"
#include "base/file_descriptor.h"
#include "daemon/root_snapshot.h"
#include "matcher/text_hash.h"
#include "skill/archive.h"

#include <fcntl.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkostemp is no part of the language
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace skillwake::daemon {
namespace {

/// What a cache was made of and by: with another one of any of these it says nothing.
struct Origin {
    std::uint64_t kind = 0x1A11'05F0'0D5E'7EA5U;  ///< so that no other file is taken for one
    skill::FileStamp program;
    std::uint64_t hash_seed = 0;
    skill::RootSpec root;
    std::size_t depth = 0;
    std::size_t folders = 0;
    std::size_t skills = 0;
    std::size_t resources = 0;
    skill::SkillRulesFiles rules{};
    bool sealed = false;
    std::string system;

    bool operator==(const Origin&) const = default;
};

template <class Archive, Archived<Origin> Self>
void describe(Archive& archive, Self& origin) {
    archive(origin.kind, origin.program, origin.hash_seed, origin.root, origin.depth, origin.folders,
            origin.skills, origin.resources, origin.rules, origin.sealed, origin.system);
}

Origin origin_of(const skill::RootSpec& spec, const skill::LoadOptions& options) {
    Origin origin;
    origin.program = skill::stamp_of("/proc/self/exe");
    origin.hash_seed = matcher::hash_seed();
    origin.root = spec;
    origin.depth = options.scan.depth;
    origin.folders = options.scan.folders;
    origin.skills = options.scan.skills;
    origin.resources = options.scan.resources;
    origin.rules = options.skill_rules;
    origin.sealed = options.sealed;
    origin.system = options.machine == nullptr ? std::string() : options.machine->system;
    return origin;
}

std::filesystem::path folders_beside(std::filesystem::path file) {
    return file += ".folders";
}

/// Reads what write_file() wrote. False: it cannot be used, and `values` are of any kind.
template <class... Values>
bool read_file(const std::filesystem::path& name, const Origin& wanted, Values&... values) {
    const auto file = MappedFile::open(name);
    if (!file) {
        return false;
    }
    ArchiveReader reader(*file);
    Origin origin;
    reader(origin);
    if (!reader.good() || origin != wanted) {
        return false;
    }
    reader(values...);
    if (!reader.finish()) {
        return false;
    }
    (*file)->set_aside();
    (void)::utimensat(AT_FDCWD, name.c_str(), nullptr, 0);  // it was of use today
    return true;
}

/// What stood there before stays until all is written.
template <class... Values>
Status write_file(const std::filesystem::path& name, const Origin& origin, const Values&... values) {
    auto beside = name.native() + ".XXXXXX";
    const FileDescriptor file(::mkostemp(beside.data(), O_CLOEXEC));
    if (!file) {
        return system_error(errno).context(beside);
    }
    ArchiveWriter writer(file.get());
    writer(origin, values...);
    auto written = writer.finish();
    if (written && ::rename(beside.c_str(), name.c_str()) != 0) {
        written = system_error(errno);
    }
    if (!written) {
        (void)::unlink(beside.c_str());
        return std::move(written).error().context(name.native());
    }
    return Ok{};
}

}  // namespace

std::filesystem::path SnapshotCache::file_of(const skill::RootSpec& spec) const {
    const auto key = spec.folder.native() + '\0' + std::to_string(static_cast<int>(spec.scope)) + '\0' +
                     spec.plugin + '\0' + spec.within.native() + '\0' + spec.for_session.native();
    std::array<char, 24> name{};
    std::snprintf(name.data(), name.size(), "%016zx.root", std::hash<std::string>()(key));
    return folder_ / name.data();
}

std::optional<KnownRoot> SnapshotCache::read(const skill::RootSpec& spec,
                                             const skill::LoadOptions& options) const {
    KnownRoot known;
    known.root.spec = spec;
    known.root.scan = std::make_shared<const skill::Scan>();
    const bool whole = read_file(file_of(spec), origin_of(spec, options), known.root.skills, known.root.rules,
                                 known.root.signals, known.readings);
    if (!whole || known.readings.derived.size() != known.root.skills.size()) {
        return std::nullopt;
    }
    for (const auto& loaded : known.root.skills) {
        known.readings.skills.push_back(loaded.skill);
    }
    return known;
}

std::optional<skill::KnownFolders> SnapshotCache::read_folders(const skill::RootSpec& spec,
                                                               const skill::LoadOptions& options) const {
    skill::KnownFolders folders;
    const bool whole = read_file(folders_beside(file_of(spec)), origin_of(spec, options), folders);
    return whole ? std::optional(std::move(folders)) : std::nullopt;
}

/// Links are left out, which lead elsewhere without a sign in their folder, and what changed just before it
/// was listed.
skill::KnownFolders SnapshotCache::settled_folders(const skill::LoadedRoot& root) const {
    skill::KnownFolders folders{root.outside, {}};
    for (auto& [path, listing] : skill::listed_folders(*root.scan)) {
        const auto rested = std::chrono::nanoseconds(listing->listed_ns - listing->stamp.changed_ns);
        if (listing->links.empty() && rested >= clock_step_) {
            folders.listings.emplace_back(std::move(path), std::move(listing));
        }
    }
    return folders;
}

Status SnapshotCache::write(const RootSnapshot& snapshot, const skill::LoadOptions& options) const {
    const auto& root = snapshot.root;
    const auto file = file_of(root.spec);
    const auto origin = origin_of(root.spec, options);
    auto written =
        write_file(file, origin, root.skills, root.rules, root.signals, snapshot.index->readings());
    return written ? write_file(folders_beside(file), origin, settled_folders(root)) : std::move(written);
}

}  // namespace skillwake::daemon
