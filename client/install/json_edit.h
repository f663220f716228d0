#pragma once

#include "base/result.h"
#include "client/install/json_tree.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Small changes to a settings file in JSON that leave every other byte as it is: comments, order, spaces,
/// line ends. Pure: a text in, a text out. What parse_json_tree() refuses is refused with its words, and so
/// is a text that holds no object. A `value` is JSON in any layout; it is written as the text is laid out.
namespace skillwake::client {

/// A member's name, or an element's index.
using JsonStep = std::variant<std::string, std::size_t>;
using JsonPath = std::vector<JsonStep>;

/// What lies at `path` below `root`; nullptr: nothing.
const JsonNode* find_node(const JsonNode& root, const JsonPath& path);

/// `text` with `value` at `path`, in the place of what lies there, or as a new last member; objects on the
/// way are made, elements are not. An empty text becomes an object. Errc::Exists: something on the way is of
/// another kind.
Result<std::string> set_value(std::string_view text, const JsonPath& path, std::string_view value);

/// `text` with `value` as the last element of the array at `path`, which is made like set_value() does.
Result<std::string> append_value(std::string_view text, const JsonPath& path, std::string_view value);

/// `text` without what lies at `path`, and without the objects and arrays around it that hold nothing else.
/// A path that leads nowhere changes nothing.
Result<std::string> remove_value(std::string_view text, const JsonPath& path);

}  // namespace skillwake::client
