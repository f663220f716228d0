#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace skillwake::conformance {

/// One line of a script, as README.md describes them.
struct Step {
    std::size_t line = 0;  ///< in its file, 1-based
    std::string kind;      ///< the name of its one member
    std::string value;     ///< that member, as JSON
};

/// The steps of a script, or of the ```ndjson blocks of a Markdown file (by its extension). `root` is put in
/// for
/// ${ROOT}. An error names file and line.
Result<std::vector<Step>> read_script(const std::filesystem::path& file, const std::string& root);

}  // namespace skillwake::conformance
