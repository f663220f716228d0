#pragma once

#include "skill/diagnostic.h"
#include "skill/trigger.h"
#include "skill/yaml_tree.h"

#include <string>
#include <vector>

namespace skillwake::skill {

inline constexpr std::size_t kMaxTriggers = 500;        ///< of one skill; further ones do not count
inline constexpr std::size_t kMaxTriggerBytes = 4'096;  ///< of one trigger's text

struct Activation {
    std::vector<Trigger> triggers;
    Enforcement enforcement = Enforcement::Suggest;
    std::vector<Diagnostic> diagnostics;
};

/// The triggers of a front matter's `activation:` block. What is not of its form becomes a diagnostic and
/// hides nothing else. IronClaw has a block of the same name: its keys, or its folders in `path`, tell it.
Activation read_activation(const YamlNode& block, const std::string& path);

}  // namespace skillwake::skill
