#pragma once

#include "matcher/language.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_bash(void);
}

namespace skillwake::matcher::languages {

inline constexpr std::array<std::string_view, 3> kBashExtensions = {"sh", "bash", "zsh"};
inline constexpr std::array<NodeName, 4> kBashNodes = {
    {{"function", "("}, {"pipeline", "|"}, {"heredoc", "<<"}, {"substitution", "$("}}};
inline constexpr std::string_view kBashFacts = R"(
(command name: (command_name (word) @_source) . argument: [(word) (string) (raw_string)] @import
         (#any-of? @_source "source" "."))
(command name: (command_name (word) @call))
(function_definition) @node.function
(pipeline) @node.pipeline
(heredoc_redirect) @node.heredoc
(command_substitution) @node.substitution
)";

inline constexpr Language kBash = {
    .name = "bash",
    .extensions = kBashExtensions,
    .nodes = kBashNodes,
    .grammar = tree_sitter_bash,
    .facts = kBashFacts,
};

}  // namespace skillwake::matcher::languages
