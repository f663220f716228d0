#pragma once

#include "base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Settings files as people write them: where each value of a JSON text stands. Pure.
namespace skillwake::client {

inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

/// A value and the bytes of the text that it takes: [begin, end).
struct JsonNode {
    enum class Kind { Object, Array, String, Other };

    struct Item;

    Kind kind = Kind::Other;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string string;       ///< a String, decoded
    std::vector<Item> items;  ///< of an Object or Array, in the order of the text

    /// The value of a member; of several with one name the last, which is the one that hosts take.
    /// nullptr: there is none.
    const JsonNode* member(std::string_view name) const;
    /// Where that member stands in `items`.
    std::optional<std::size_t> member_index(std::string_view name) const;
};

/// A member, or an element, whose name is empty.
struct JsonNode::Item {
    std::size_t begin = 0;  ///< of the name, or of the element
    std::string name;
    JsonNode value;
    std::size_t comma = kNowhere;  ///< of the comma behind it

    std::size_t end() const { return value.end; }
};

/// Reads JSON with what hosts let people write: a byte order mark, // and /* */ comments, a comma behind the
/// last item. nullopt: nothing but comments and white space. Errc::Invalid: anything else, told with its
/// line.
Result<std::optional<JsonNode>> parse_json_tree(std::string_view text);

/// The first byte at or behind `at` that is neither white space nor comment; text.size(): there is none.
/// A comment that does not end is none.
std::size_t skip_blank(std::string_view text, std::size_t at);

}  // namespace skillwake::client
