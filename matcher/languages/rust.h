#pragma once

#include "matcher/language.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_rust(void);
}

namespace skillwake::matcher::languages {

inline constexpr std::array<std::string_view, 1> kRustExtensions = {"rs"};
inline constexpr std::array<std::string_view, 3> kRustSpoken = {"rust", "tokio", "cargo"};
inline constexpr std::array<NodeName, 9> kRustNodes = {{{"async_function", "async"},
                                                        {"async_block", "async"},
                                                        {"await", "await"},
                                                        {"attribute", "#"},
                                                        {"macro", "!"},
                                                        {"unsafe", "unsafe"},
                                                        {"trait", "trait"},
                                                        {"struct", "struct"},
                                                        {"generic", "<"}}};
inline constexpr std::string_view kRustFacts = R"(
(use_declaration argument: (_) @import.tree)
(extern_crate_declaration !alias name: (identifier) @import)
(extern_crate_declaration name: (identifier) @import alias: (identifier) @import.alias)
(scoped_identifier path: (identifier) @import.used (#match? @import.used "^[a-z]"))
(scoped_type_identifier path: (identifier) @import.used (#match? @import.used "^[a-z]"))
(mod_item name: (identifier) @local)
(call_expression function: [(identifier) (scoped_identifier) (field_expression) (generic_function)] @call)
(macro_invocation macro: [(identifier) (scoped_identifier)] @call) @node.macro
(attribute [(identifier) (scoped_identifier)] @decorator) @node.attribute
(attribute (identifier) @_derive arguments: (token_tree (identifier) @decorator) (#eq? @_derive "derive"))
(type_identifier) @type
(scoped_type_identifier) @type
(function_item (function_modifiers "async" @node.async_function))
(async_block) @node.async_block
(await_expression) @node.await
(unsafe_block) @node.unsafe
(function_item (function_modifiers "unsafe" @node.unsafe))
(trait_item) @node.trait
(struct_item) @node.struct
(type_parameters) @node.generic
(ERROR "use" . [(identifier) (scoped_identifier)] @import.tree)
)";

inline constexpr Language kRust = {
    .name = "rust",
    .extensions = kRustExtensions,
    .spoken_names = kRustSpoken,
    .nodes = kRustNodes,
    .grammar = tree_sitter_rust,
    .facts = kRustFacts,
};

}  // namespace skillwake::matcher::languages
