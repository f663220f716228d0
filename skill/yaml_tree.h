#pragma once

#include "skill/yaml_remarks.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace skillwake::skill {

/// A YAML value as plain data: scalars stay text. Lines are 1-based.
struct YamlNode {
    enum class Kind { Null, Scalar, Sequence, Mapping };

    // Behind the class, where its members' type is complete: clang wants that.
    YamlNode();
    YamlNode(const YamlNode& other);
    YamlNode(YamlNode&& other) noexcept;
    YamlNode& operator=(const YamlNode& other);
    YamlNode& operator=(YamlNode&& other) noexcept;
    ~YamlNode();

    Kind kind = Kind::Null;
    bool plain = false;  ///< a scalar without quotes or tag: a reader may take it for a number or true
    std::string text;    ///< of a scalar
    std::uint32_t line = 0;
    std::vector<YamlNode> items;  ///< of a sequence
    std::vector<std::pair<std::string, YamlNode>>
        members;  ///< of a mapping, in file order; the first of a name counts

    /// nullptr: not a mapping, or no such member.
    const YamlNode* member(std::string_view name) const;
    /// The scalars of a sequence, or the one scalar. Anything else gives nothing.
    std::vector<std::pair<std::string, std::uint32_t>> scalars() const;
    /// The value for people: scalars as they are, lists with commas, mappings in braces.
    std::string display() const;
};

struct YamlFailure {
    std::uint32_t line = 0;
    std::string message;
};

struct YamlDocument {
    YamlNode root;
    std::vector<std::pair<std::string, std::uint32_t>>
        duplicate_keys;               ///< name and line of each that does not count
    std::vector<YamlRemark> remarks;  ///< what stricter readers refuse
    std::uint32_t second_line = 0;    ///< where a second document begins; 0: there is none
};

/// Aliases are copied and count as the nodes that they stand for, so that an alias bomb meets the limit.
inline constexpr std::size_t kMaxYamlNodes = 10'000;
inline constexpr std::size_t kMaxYamlDepth = 64;

/// The first document of `text`; what follows it may be no YAML, with a remark. `first_line` is the file's
/// line where it begins.
std::variant<YamlDocument, YamlFailure> parse_yaml(std::string_view text, std::uint32_t first_line);

}  // namespace skillwake::skill
