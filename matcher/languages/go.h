#pragma once

#include "matcher/language.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_go(void);
}

namespace skillwake::matcher::languages {

inline constexpr std::array<std::string_view, 1> kGoExtensions = {"go"};
inline constexpr std::array<std::string_view, 3> kGoSpoken = {"golang", "goroutine", "goroutines"};
inline constexpr std::array<NodeName, 7> kGoNodes = {{{"goroutine", "go"},
                                                      {"channel", "chan"},
                                                      {"select", "select"},
                                                      {"defer", "defer"},
                                                      {"struct", "struct"},
                                                      {"interface", "interface"},
                                                      {"generic", "["}}};
inline constexpr std::string_view kGoFacts = R"(
(import_spec !name path: [(interpreted_string_literal) (raw_string_literal)] @import.last)
(import_spec name: (package_identifier) @import.alias
             path: [(interpreted_string_literal) (raw_string_literal)] @import)
(import_spec name: [(dot) (blank_identifier)] path: [(interpreted_string_literal) (raw_string_literal)] @import)
(call_expression function: [(identifier) (selector_expression)] @call)
(qualified_type) @type
(composite_literal type: (type_identifier) @type)
(parameter_declaration type: (type_identifier) @type)
(field_declaration type: (type_identifier) @type)
(pointer_type (type_identifier) @type)
(go_statement) @node.goroutine
(channel_type) @node.channel
(send_statement) @node.channel
(select_statement) @node.select
(defer_statement) @node.defer
(struct_type) @node.struct
(interface_type) @node.interface
(type_parameter_list) @node.generic
(ERROR "import" . (interpreted_string_literal) @import.last)
)";

inline constexpr Language kGo = {
    .name = "go",
    .extensions = kGoExtensions,
    .spoken_names = kGoSpoken,
    .nodes = kGoNodes,
    .grammar = tree_sitter_go,
    .facts = kGoFacts,
};

}  // namespace skillwake::matcher::languages
