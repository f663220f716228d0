#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace skillwake::skill {

/// Where the YAML of a file's front matter stands, and where its body begins.
struct FrontMatterBlock {
    std::string_view yaml;
    std::uint32_t first_line = 0;  ///< 1-based, of `yaml`
    std::size_t body_offset = 0;
    std::uint32_t body_line = 0;
    bool closed = false;
    std::uint32_t remark_line = 0;
    std::string_view remark;  ///< what is wrong with its fences; empty: nothing
    std::string_view fix;
};

/// nullopt: the file has no front matter. Found too, with a remark: behind comments, a heading or the opening
/// of a code block; keys without `---` above them; keys without `---` below them where an empty line and a
/// heading follow; closed by YAML's own "...".
std::optional<FrontMatterBlock> find_front_matter(std::string_view text);

/// A line "key: value" at the block's left edge, split.
struct KeyLine {
    std::string_view key;
    std::string_view value;
};

/// nullopt: any other line.
std::optional<KeyLine> key_line(std::string_view line);

}  // namespace skillwake::skill
