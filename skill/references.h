#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

enum class ReferenceKind {
    Link,  ///< Markdown's [text](target), with a relative target
    Path,  ///< `scripts/x.py`: a file of one of the folders that skills have by custom
};

/// A file that a skill's body refers to.
struct Reference {
    ReferenceKind kind = ReferenceKind::Link;
    std::string target;  ///< relative to the skill's folder, '%20' and the like decoded
    std::uint32_t line = 0;

    bool operator==(const Reference&) const = default;
};

/// Outside: a link leads to where it is, but that is not in the folder. A path is present too where a folder
/// above has it, up to the repository's.
enum class ReferenceState { Present, Missing, Outside };

/// The relative references of a Markdown text that begins at line `first_line` of its file, each target once.
/// What stands for something else is none: addresses, absolute paths, anchors, placeholders, links in code,
/// paths in lines that only give examples.
std::vector<Reference> find_references(std::string_view body, std::uint32_t first_line);

/// Looks on the disk.
ReferenceState state_of(const Reference& reference, const std::filesystem::path& folder);

}  // namespace skillwake::skill
