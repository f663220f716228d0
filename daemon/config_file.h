#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace skillwake::daemon {

/// One setting of a configuration file: the long name of an option of skillwaked, and its value or values.
struct Setting {
    std::string name;
    std::vector<std::string> values;
    std::uint32_t line = 0;
};

/// The folder that a variable of the environment names; empty: none, or no absolute one.
std::filesystem::path folder_from(const char* variable);

/// config.toml, else config.yaml, else config.yml in $XDG_CONFIG_HOME/skillwake, else in ~/.config/skillwake;
/// empty: there is none.
std::filesystem::path usual_config_file();

/// Reads TOML, or YAML where the name ends in .yaml or .yml: names with a value or a list of values, without
/// sections. Errors tell file and line.
Result<std::vector<Setting>> read_config(const std::filesystem::path& file);

/// A path in `file`: "~/" is the home folder, and what is not absolute lies in the folder of `file`.
std::string path_in_config(const std::filesystem::path& file, const std::string& value);

}  // namespace skillwake::daemon
