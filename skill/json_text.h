#pragma once

#include <string>
#include <string_view>

namespace skillwake::skill {

/// JSON as parse_yaml() takes it, line for line: what lies beyond U+FFFF, which JSON writes as two escapes,
/// as UTF-8, and tabs as blanks. All else of JSON is YAML.
std::string yaml_of_json(std::string_view json);

}  // namespace skillwake::skill
