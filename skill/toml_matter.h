#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

/// What of a front matter's TOML YAML can say, line for line.
struct TomlAsYaml {
    std::string yaml;
    std::vector<std::uint32_t> left_out;  ///< lines, from 0, where something begins that it does not hold
};

/// Read are keys with strings of one line, numbers, switches, dates and lists of them, at the top and in
/// tables of one name: `name = "x"` becomes `name: "x"`, and what stands below `[activation]` is indented.
/// Left out are dotted keys and tables, lists of tables, inline tables, strings of several lines, and what is
/// no TOML.
TomlAsYaml yaml_of_toml(std::string_view toml);

}  // namespace skillwake::skill
