#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace skillwake::skill {

/// Where the text of a file's front matter stands, and where its body begins.
struct FrontMatterBlock {
    /// What is wrong with its fences.
    struct Remark {
        std::uint32_t line = 0;
        std::string_view message;
        std::string_view fix;
    };

    std::string_view text;
    std::uint32_t first_line = 0;  ///< 1-based, of `text`
    std::size_t body_offset = 0;
    std::uint32_t body_line = 0;
    bool closed = false;
    bool toml = false;  ///< `text` is TOML, not YAML
    std::vector<Remark> remarks;
};

/// nullopt: the file has no front matter. Found too, with a remark: behind comments, a heading or the opening
/// of a code block; keys without `---` above them; keys without `---` below them where an empty line and a
/// heading follow; closed by YAML's own "..."; fences that are indented or longer than `---`; TOML in `+++`.
std::optional<FrontMatterBlock> find_front_matter(std::string_view text);

/// A line "key: value" at the block's left edge, split.
struct KeyLine {
    std::string_view key;
    std::string_view value;
};

/// nullopt: any other line.
std::optional<KeyLine> key_line(std::string_view line);

}  // namespace skillwake::skill
