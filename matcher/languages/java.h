#pragma once

#include "matcher/language.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_java(void);
}

namespace skillwake::matcher::languages {

inline constexpr std::array<std::string_view, 1> kJavaExtensions = {"java"};
inline constexpr std::array<std::string_view, 2> kJavaSpoken = {"java", "spring"};
inline constexpr std::array<NodeName, 8> kJavaNodes = {{{"class", "class"},
                                                        {"interface", "interface"},
                                                        {"record", "record"},
                                                        {"enum", "enum"},
                                                        {"annotation", "@"},
                                                        {"lambda", "->"},
                                                        {"generic", "<"},
                                                        {"synchronized", "synchronized"}}};
inline constexpr std::string_view kJavaFacts = R"(
(import_declaration [(identifier) (scoped_identifier)] @import (asterisk))
(import_declaration [(identifier) (scoped_identifier)] @import.last . ";")
(method_invocation !object name: (identifier) @call)
(method_invocation object: [(identifier) (field_access) (this) (super)] @call.on name: (identifier) @call)
(object_creation_expression type: (_) @call)
(annotation name: (_) @decorator) @node.annotation
(marker_annotation name: (_) @decorator) @node.annotation
(type_identifier) @type
(scoped_type_identifier) @type
(class_declaration) @node.class
(interface_declaration) @node.interface
(record_declaration) @node.record
(enum_declaration) @node.enum
(lambda_expression) @node.lambda
(type_parameters) @node.generic
(synchronized_statement) @node.synchronized
(modifiers "synchronized" @node.synchronized)
(ERROR "import" . [(identifier) (scoped_identifier)] @import.last)
)";

inline constexpr Language kJava = {
    .name = "java",
    .extensions = kJavaExtensions,
    .spoken_names = kJavaSpoken,
    .nodes = kJavaNodes,
    .grammar = tree_sitter_java,
    .facts = kJavaFacts,
};

}  // namespace skillwake::matcher::languages
