#pragma once

#include "matcher/language.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_php(void);
}

namespace skillwake::matcher::languages {

inline constexpr std::array<std::string_view, 2> kPhpExtensions = {"php", "phtml"};
inline constexpr std::array<std::string_view, 2> kPhpSpoken = {"php", "laravel"};
inline constexpr std::array<NodeName, 7> kPhpNodes = {{{"class", "class"},
                                                       {"interface", "interface"},
                                                       {"trait", "trait"},
                                                       {"enum", "enum"},
                                                       {"attribute", "#["},
                                                       {"closure", "fun"},
                                                       {"match", "match"}}};
inline constexpr std::string_view kPhpFacts = R"(
(namespace_use_declaration) @import.tree
(qualified_name) @import.used
(require_expression (string (string_content) @import))
(require_once_expression (string (string_content) @import))
(include_expression (string (string_content) @import))
(include_once_expression (string (string_content) @import))
(function_call_expression function: [(name) (qualified_name)] @call)
(member_call_expression object: [(variable_name) (name)] @call.on name: (name) @call)
(scoped_call_expression scope: [(name) (qualified_name) (relative_scope)] @call.on name: (name) @call)
(object_creation_expression [(name) (qualified_name)] @call)
(attribute [(name) (qualified_name)] @decorator) @node.attribute
(named_type [(name) (qualified_name)] @type)
(base_clause [(name) (qualified_name)] @type)
(class_declaration) @node.class
(interface_declaration) @node.interface
(trait_declaration) @node.trait
(enum_declaration) @node.enum
(anonymous_function) @node.closure
(arrow_function) @node.closure
(match_expression) @node.match
)";

inline constexpr Language kPhp = {
    .name = "php",
    .extensions = kPhpExtensions,
    .spoken_names = kPhpSpoken,
    .nodes = kPhpNodes,
    .grammar = tree_sitter_php,
    .facts = kPhpFacts,
    .opening = "<?php ",
};

}  // namespace skillwake::matcher::languages
