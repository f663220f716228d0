#pragma once

#include "base/result.h"
#include "skill/roots.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace skillwake::skill {

/// Reads a file of a root. The scan has passed over links that lead out of what the root may see; here they
/// count as they are when the file is opened.
Result<std::string> read_in_root(const RootSpec& spec, const std::filesystem::path& file,
                                 std::size_t max_bytes);

}  // namespace skillwake::skill
