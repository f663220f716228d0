#pragma once

#include "skill/diagnostic.h"
#include "skill/yaml_tree.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

/// The YAML block between two `---` lines at a file's start, and where the body begins behind it.
struct FrontMatter {
    YamlNode root;  ///< a mapping; empty when there is none or nothing of it could be read
    std::size_t body_offset = 0;
    std::uint32_t body_line = 1;  ///< 1-based line of the body's first byte
    bool exact = false;  ///< `root` is what the block says as YAML: nothing was mended or passed over
    bool closed = true;  ///< false: opened and never closed, as a file looks while it is being written
    std::vector<Diagnostic> diagnostics;
};

/// Rules of other tools may have no front matter, and Cursor's have unquoted globs (`globs: *.ts`).
enum class MatterOf { Skill, Rule };

/// Reads strictly; what is not YAML is read again with plain values quoted, and then line by line, each time
/// with a diagnostic that says where and what to mend. `text` is UTF-8; `path` is for the diagnostics.
FrontMatter read_front_matter(std::string_view text, const std::string& path, MatterOf of = MatterOf::Skill);

}  // namespace skillwake::skill
