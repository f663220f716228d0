#pragma once

#include "matcher/language.h"

#include <array>

extern "C" {
const TSLanguage* tree_sitter_ruby(void);
}

namespace skillwake::matcher::languages {

inline constexpr std::array<std::string_view, 3> kRubyExtensions = {"rb", "rake", "gemspec"};
inline constexpr std::array<std::string_view, 3> kRubySpoken = {"ruby", "rails", "rspec"};
inline constexpr std::array<NodeName, 4> kRubyNodes = {
    {{"class", "class"}, {"module", "module"}, {"block", "do"}, {"lambda", "->"}}};
inline constexpr std::string_view kRubyFacts = R"(
(call method: (identifier) @_require arguments: (argument_list . (string (string_content) @import))
      (#any-of? @_require "require" "require_relative" "load" "gem"))
(call receiver: (_)? @call.on method: (identifier) @call)
(constant) @type
(scope_resolution) @type
(class) @node.class
(module) @node.module
(do_block) @node.block
(block) @node.block
(lambda) @node.lambda
)";

inline constexpr Language kRuby = {
    .name = "ruby",
    .extensions = kRubyExtensions,
    .spoken_names = kRubySpoken,
    .nodes = kRubyNodes,
    .grammar = tree_sitter_ruby,
    .facts = kRubyFacts,
};

}  // namespace skillwake::matcher::languages
