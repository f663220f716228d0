#pragma once

#include "matcher/language.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_cpp(void);
}

namespace skillwake::matcher::languages {

inline constexpr std::array<std::string_view, 7> kCppExtensions = {"cpp", "cc",  "cxx", "hpp",
                                                                   "hh",  "hxx", "h"};
inline constexpr std::array<std::string_view, 2> kCppSpoken = {"c++", "cpp"};
inline constexpr std::array<NodeName, 8> kCppNodes = {{{"class", "class"},
                                                       {"struct", "struct"},
                                                       {"template", "template"},
                                                       {"lambda", "]"},
                                                       {"coroutine", "co_"},
                                                       {"await", "co_await"},
                                                       {"concept", "concept"},
                                                       {"macro", "#define"}}};
inline constexpr std::string_view kCppFacts = R"(
(preproc_include path: [(system_lib_string) (string_literal)] @import)
(call_expression function: [(identifier) (qualified_identifier) (field_expression) (template_function)] @call)
(type_identifier) @type
(qualified_identifier name: [(type_identifier) (template_type)]) @type
(class_specifier) @node.class
(struct_specifier) @node.struct
(template_declaration) @node.template
(lambda_expression) @node.lambda
(co_await_expression) @node.await
(co_await_expression) @node.coroutine
(co_yield_statement) @node.coroutine
(co_return_statement) @node.coroutine
(concept_definition) @node.concept
(preproc_def) @node.macro
(preproc_function_def) @node.macro
)";

inline constexpr Language kCpp = {
    .name = "cpp",
    .extensions = kCppExtensions,
    .spoken_names = kCppSpoken,
    .nodes = kCppNodes,
    .grammar = tree_sitter_cpp,
    .facts = kCppFacts,
};

inline constexpr std::array<std::string_view, 1> kCExtensions = {"c"};
inline constexpr std::array<NodeName, 2> kCNodes = {{{"struct", "struct"}, {"macro", "#define"}}};
// C is read by the grammar of C++, which is near enough.
inline constexpr Language kC = {
    .name = "c",
    .extensions = kCExtensions,
    .nodes = kCNodes,
    .grammar = tree_sitter_cpp,
    .facts = kCppFacts,
    .modules = "cpp",
};

}  // namespace skillwake::matcher::languages
