#pragma once

#include "matcher/language.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_c_sharp(void);
}

namespace skillwake::matcher::languages {

inline constexpr std::array<std::string_view, 2> kCsharpExtensions = {"cs", "csx"};
inline constexpr std::array<std::string_view, 4> kCsharpSpoken = {"c#", "csharp", ".net", "dotnet"};
inline constexpr std::array<NodeName, 10> kCsharpNodes = {{{"async_function", "async"},
                                                           {"await", "await"},
                                                           {"async_for", "await"},
                                                           {"class", "class"},
                                                           {"interface", "interface"},
                                                           {"record", "record"},
                                                           {"attribute", "["},
                                                           {"lambda", "=>"},
                                                           {"linq", "from"},
                                                           {"generic", "<"}}};
inline constexpr std::string_view kCsharpFacts = R"(
(using_directive !name [(identifier) (qualified_name)] @import)
(using_directive name: (identifier) @import.alias "=" . [(identifier) (qualified_name)] @import)
(invocation_expression function: [(identifier) (generic_name) (member_access_expression)] @call)
(object_creation_expression type: [(identifier) (qualified_name) (generic_name)] @call @type)
(variable_declaration type: [(identifier) (qualified_name) (generic_name)] @type)
(parameter type: [(identifier) (qualified_name) (generic_name)] @type)
(base_list [(identifier) (qualified_name) (generic_name)] @type)
(attribute name: (_) @decorator) @node.attribute
(modifier "async" @node.async_function)
(await_expression) @node.await
(foreach_statement "await" @node.async_for)
(class_declaration) @node.class
(interface_declaration) @node.interface
(record_declaration) @node.record
(lambda_expression) @node.lambda
(query_expression) @node.linq
(type_parameter_list) @node.generic
)";

inline constexpr Language kCsharp = {
    .name = "csharp",
    .extensions = kCsharpExtensions,
    .spoken_names = kCsharpSpoken,
    .nodes = kCsharpNodes,
    .grammar = tree_sitter_c_sharp,
    .facts = kCsharpFacts,
};

}  // namespace skillwake::matcher::languages
