#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::skill {

/// Where a text stops being JSON, and why.
struct JsonFlaw {
    std::uint32_t line = 0;  ///< 1-based
    std::string message;     ///< "a comma before '}'"
};

/// The first flaw of `text`, which should be one JSON value: we read JSON as YAML, which takes comments,
/// missing quotes and last commas, but the tools that a manifest is for do not. nullopt: it is JSON. A byte
/// order mark is passed over. Deeper than 64 counts as a flaw.
std::optional<JsonFlaw> find_json_flaw(std::string_view text);

}  // namespace skillwake::skill
