#pragma once

#include "protocol/skill.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Skills as resources: skill://NAME/FILE, or skill://PLUGIN/NAME/FILE for `PLUGIN:NAME`. Each segment is
/// percent-encoded; the last one before the file is the skill's own name.
namespace skillwake::client::mcp {

/// "NAME" or "PLUGIN/NAME", encoded.
std::string uri_path(const protocol::SkillSummary& skill);

/// `file`: relative to the skill's folder, '/' between its parts; empty: the folder itself.
std::string skill_uri(std::string_view encoded_path, std::string_view file);

/// The decoded segments of a skill URI. nullopt: another scheme, an empty segment, "." or "..", a broken
/// escape.
std::optional<std::vector<std::string>> segments_of(std::string_view uri);

std::string percent_encoded(std::string_view segment);

/// The absolute path of a file URI of this machine; nullopt: it is none.
std::optional<std::string> path_of_file_uri(std::string_view uri);

}  // namespace skillwake::client::mcp
