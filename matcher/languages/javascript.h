#pragma once

#include "matcher/language.h"
#include "matcher/languages/join.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_javascript(void);
const TSLanguage* tree_sitter_typescript(void);
const TSLanguage* tree_sitter_tsx(void);
}

namespace skillwake::matcher::languages {

// What JavaScript and TypeScript share.
inline constexpr std::string_view kScriptFacts = R"(
(import_statement source: (string (string_fragment) @import))
(import_statement (import_clause (identifier) @import.alias) source: (string (string_fragment) @import))
(import_statement (import_clause (namespace_import (identifier) @import.alias))
                  source: (string (string_fragment) @import))
(import_statement (import_clause (named_imports (import_specifier !alias name: (identifier) @from.name)))
                  source: (string (string_fragment) @from))
(import_statement (import_clause (named_imports (import_specifier name: (identifier) @from.name
                                                                  alias: (identifier) @from.alias)))
                  source: (string (string_fragment) @from))
(export_statement source: (string (string_fragment) @import))
(call_expression function: (import) arguments: (arguments . (string (string_fragment) @import)))
(call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @import))
                 (#eq? @_require "require"))
(variable_declarator name: (identifier) @import.alias
                     value: (call_expression function: (identifier) @_require
                                             arguments: (arguments . (string (string_fragment) @import)))
                     (#eq? @_require "require"))
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @from.name)
                     value: (call_expression function: (identifier) @_require
                                             arguments: (arguments . (string (string_fragment) @from)))
                     (#eq? @_require "require"))
(variable_declarator name: (object_pattern (pair_pattern key: (property_identifier) @from.name
                                                         value: (identifier) @from.alias))
                     value: (call_expression function: (identifier) @_require
                                             arguments: (arguments . (string (string_fragment) @from)))
                     (#eq? @_require "require"))
(call_expression function: [(identifier) (member_expression)] @call)
(new_expression constructor: [(identifier) (member_expression)] @call)
(decorator [(identifier) (member_expression)] @decorator)
(decorator (call_expression function: [(identifier) (member_expression)] @decorator))
(decorator) @node.decorator
(function_declaration "async" @node.async_function)
(function_expression "async" @node.async_function)
(arrow_function "async" @node.async_function)
(method_definition "async" @node.async_function)
(generator_function_declaration "async" @node.async_function)
(generator_function_declaration) @node.generator
(await_expression) @node.await
(for_in_statement "await" @node.async_for)
(class_declaration) @node.class
(ERROR "async" @node.async_function . "function")
(ERROR "await" @node.await)
(ERROR "from" . (string (string_fragment) @import))
)";

inline constexpr std::string_view kJsxFacts = R"(
(jsx_opening_element) @node.jsx
(jsx_self_closing_element) @node.jsx
)";

inline constexpr std::string_view kTypeFacts = R"(
(import_require_clause (identifier) @import.alias source: (string (string_fragment) @import))
(type_annotation [(type_identifier) (nested_type_identifier)] @type)
(generic_type name: [(type_identifier) (nested_type_identifier)] @type)
(type_arguments [(type_identifier) (nested_type_identifier)] @type)
(extends_clause value: [(identifier) (member_expression)] @type)
(implements_clause [(type_identifier) (nested_type_identifier)] @type)
(type_parameters) @node.generic
(interface_declaration) @node.interface
(enum_declaration) @node.enum
)";

inline constexpr std::array<std::string_view, 4> kJavascriptExtensions = {"js", "jsx", "mjs", "cjs"};
inline constexpr std::array<std::string_view, 7> kJavascriptSpoken = {"javascript", "js",    "nodejs", "node",
                                                                      "express",    "react", "deno"};
inline constexpr std::array<NodeName, 7> kJavascriptNodes = {{{"async_function", "async"},
                                                              {"await", "await"},
                                                              {"async_for", "await"},
                                                              {"class", "class"},
                                                              {"decorator", "@"},
                                                              {"generator", "function"},
                                                              {"jsx", "<"}}};

inline constexpr Language kJavascript = {
    .name = "javascript",
    .extensions = kJavascriptExtensions,
    .spoken_names = kJavascriptSpoken,
    .nodes = kJavascriptNodes,
    .grammar = tree_sitter_javascript,
    .facts = Joined<kScriptFacts, kJsxFacts>::kText,
};

inline constexpr std::array<std::string_view, 3> kTypescriptExtensions = {"ts", "mts", "cts"};
inline constexpr std::array<std::string_view, 3> kTypescriptSpoken = {"typescript", "angular", "nestjs"};
inline constexpr std::array<NodeName, 9> kTypescriptNodes = {{{"async_function", "async"},
                                                              {"await", "await"},
                                                              {"async_for", "await"},
                                                              {"class", "class"},
                                                              {"decorator", "@"},
                                                              {"generator", "function"},
                                                              {"generic", "<"},
                                                              {"interface", "interface"},
                                                              {"enum", "enum"}}};

inline constexpr Language kTypescript = {
    .name = "typescript",
    .extensions = kTypescriptExtensions,
    .spoken_names = kTypescriptSpoken,
    .nodes = kTypescriptNodes,
    .grammar = tree_sitter_typescript,
    .facts = Joined<kScriptFacts, kTypeFacts>::kText,
    .modules = "javascript",
};

inline constexpr std::array<std::string_view, 1> kTsxExtensions = {"tsx"};
inline constexpr std::array<NodeName, 10> kTsxNodes = {{{"async_function", "async"},
                                                        {"await", "await"},
                                                        {"async_for", "await"},
                                                        {"class", "class"},
                                                        {"decorator", "@"},
                                                        {"generator", "function"},
                                                        {"generic", "<"},
                                                        {"interface", "interface"},
                                                        {"enum", "enum"},
                                                        {"jsx", "<"}}};

inline constexpr Language kTsx = {
    .name = "tsx",
    .extensions = kTsxExtensions,
    .nodes = kTsxNodes,
    .grammar = tree_sitter_tsx,
    .facts = Joined<kScriptFacts, kTypeFacts, kJsxFacts>::kText,
    .family = "typescript",
    .modules = "javascript",
};

}  // namespace skillwake::matcher::languages
