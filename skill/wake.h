#pragma once

#include "skill/diagnostic.h"
#include "skill/requirements.h"
#include "skill/trigger.h"
#include "skill/wake_mode.h"
#include "skill/yaml_tree.h"

#include <filesystem>
#include <vector>

namespace skillwake::skill {

/// When a file is to be woken, as its front matter says in the words of another tool.
struct Wake {
    std::vector<Trigger> triggers;
    std::vector<WakeMode> modes;        ///< what it says without a trigger
    bool automatic = true;              ///< false: only by name
    bool only_on_files = false;         ///< the words of its text do not wake it
    bool at_most_named = false;         ///< nothing but its name loads it
    std::vector<std::string> required;  ///< names of skills that are loaded with it
    std::vector<std::string> examples;  ///< prompts that it is for
    Requirements needs;
    std::vector<Diagnostic> diagnostics;
};

/// Everything in `front_matter` but our own `activation` block. The dialect is told by the place of `file`,
/// and where that is nobody's own by the keys and the shape of their values.
Wake read_wake(const YamlNode& front_matter, const std::filesystem::path& file);

}  // namespace skillwake::skill
