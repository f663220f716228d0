#pragma once

#include "matcher/language.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_python(void);
}

namespace skillwake::matcher::languages {

inline constexpr std::array<std::string_view, 3> kPythonExtensions = {"py", "pyi", "pyw"};
inline constexpr std::array<std::string_view, 9> kPythonSpoken = {
    "python", "python3", "py", "django", "fastapi", "flask", "pytest", "pydantic", "asyncio"};
inline constexpr std::array<NodeName, 7> kPythonNodes = {{{"async_function", "async"},
                                                          {"await", "await"},
                                                          {"async_with", "async"},
                                                          {"async_for", "async"},
                                                          {"class", "class"},
                                                          {"decorator", "@"},
                                                          {"generator", "yield"}}};
// In a file that is being typed the parser leaves the words of a broken statement inside an ERROR node.
// Before Python 3.7 "await" was a name like any other: "def await(self):", "latch.await()".
inline constexpr std::string_view kPythonFacts = R"(
(import_statement name: (dotted_name) @import)
(import_statement name: (aliased_import name: (dotted_name) @import alias: (identifier) @import.alias))
(import_from_statement module_name: (dotted_name) @from name: (dotted_name) @from.name)
(import_from_statement module_name: (dotted_name) @from
                       name: (aliased_import name: (dotted_name) @from.name alias: (identifier) @from.alias))
(import_from_statement module_name: (dotted_name) @import (wildcard_import))
(call function: [(identifier) (attribute)] @call)
(decorator [(identifier) (attribute)] @decorator) @node.decorator
(decorator (call function: [(identifier) (attribute)] @decorator)) @node.decorator
(type [(identifier) (attribute)] @type)
(type (generic_type (identifier) @type))
(class_definition superclasses: (argument_list [(identifier) (attribute)] @type))
(class_definition) @node.class
(yield) @node.generator
(function_definition "async" @node.async_function)
((await) @node.await (#not-after? @node.await "def" "class" "."))
(with_statement "async" @node.async_with)
(for_statement "async" @node.async_for)
(for_in_clause "async" @node.async_for)
(ERROR "async" @node.async_function . "def")
((ERROR (identifier) @node.async_function . "def") (#eq? @node.async_function "async"))
(ERROR "async" @node.async_with . "with")
(ERROR "async" @node.async_for . "for")
((ERROR "await" @node.await . _) (#not-after? @node.await "def" "class" "."))
(ERROR "import" . (dotted_name) @import)
(ERROR "from" . (dotted_name) @import)
)";

inline constexpr Language kPython = {
    .name = "python",
    .extensions = kPythonExtensions,
    .spoken_names = kPythonSpoken,
    .nodes = kPythonNodes,
    .grammar = tree_sitter_python,
    .facts = kPythonFacts,
    .calls = Language::Calls::Resolved,
};

}  // namespace skillwake::matcher::languages
