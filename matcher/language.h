#pragma once

#include <span>
#include <string_view>

struct TSLanguage;

namespace skillwake::matcher {

/// A kind of syntax that we name alike in all languages, and a word that a file must hold to have it.
struct NodeName {
    std::string_view name;
    std::string_view needs;
};

/// A language whose syntax we read: one row of the table in language.cc.
///
/// `facts` is a tree-sitter query. Its captures mean: @import a module (with @import.alias the name it gets);
/// @from the module and @from.name, @from.alias what is taken out of it; @call a called name; @node.NAME a
/// kind of syntax named NAME.
struct Language {
    std::string_view name;
    std::span<const std::string_view> extensions;    ///< without their dot
    std::span<const std::string_view> spoken_names;  ///< words in a prompt that mean this language
    std::span<const NodeName> nodes;
    const TSLanguage* (*grammar)();  ///< nullptr: only told apart, not parsed
    std::string_view facts;
};

/// nullptr: none of ours.
const Language* language_named(std::string_view name);
const Language* language_of_path(std::string_view path);
/// By a word of a prompt, lower case ("golang"); nullptr: the word names no language.
const Language* language_spoken(std::string_view word);
std::span<const Language> all_languages();

}  // namespace skillwake::matcher
