#pragma once

#include "skill/diagnostic.h"
#include "skill/skill.h"
#include "skill/trigger.h"
#include "skill/yaml_tree.h"

#include <string>
#include <vector>

namespace skillwake::skill::dialects {

/// What a marketplace says about when one of its plugins matters.
struct Relevance {
    std::vector<Trigger> triggers;  ///< signs, and traces of what needs the workspace
    std::vector<Diagnostic> diagnostics;
    std::string topic = {};  ///< what the plugin is about, for people; empty: not told
};

/// `relevance.signals` of `entry`, a plugin in the marketplace.json at `path`. Entries past the format's
/// limits, and what is no name of a host, do not count, with a diagnostic.
Relevance read_relevance(const YamlNode& entry, const std::string& path);

/// Gives one of the plugin's skills the triggers, and shows the topic with its keys.
void apply_relevance(const Relevance& relevance, Skill& skill);

}  // namespace skillwake::skill::dialects
