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

/// A language whose syntax we read: one row of the table in language.cc; its words and its query stand in
/// languages/.
///
/// `facts` is a tree-sitter query. Its captures mean:
///   @import         a module (with @import.alias the name it gets)
///   @import.last    a module that is known by its last part
///   @import.tree    modules with groups in braces: "use a::{b, c as d};"
///   @import.used    the module that a name with a path begins with, unless the name is bound otherwise
///   @local          a name that is bound otherwise
///   @from           the module that @from.name is taken out of (with @from.alias the name it gets)
///   @call           a called name; @call.on what it is called on, where the grammar keeps the two apart
///   @decorator      a decorator, annotation or attribute
///   @type           a type that is named
///   @node.NAME      a kind of syntax named NAME
struct Language {
    std::string_view name;
    std::span<const std::string_view> extensions;      ///< without their dot
    std::span<const std::string_view> spoken_names{};  ///< words in a prompt that mean this language
    std::span<const NodeName> nodes{};
    const TSLanguage* (*grammar)() = nullptr;  ///< nullptr: only told apart, not parsed
    std::string_view facts{};
    /// The language that it is a dialect of, itself otherwise: what is asked of "typescript" is asked of tsx
    /// too, and who works in the one works in the other.
    std::string_view family = name;
    /// The language whose modules it imports, itself otherwise: TypeScript imports those of JavaScript.
    std::string_view modules = family;
    /// What a piece without it must begin with to be read as code; none of it ends a line.
    std::string_view opening{};
    /// Whether a call is also known as it is written: in Java both "List.of" and "java.util.List.of".
    enum class Calls { Resolved, AlsoAsWritten } calls = Calls::AlsoAsWritten;
};

/// nullptr: none of ours.
const Language* language_named(std::string_view name);
const Language* language_of_path(std::string_view path);
/// By a word of a prompt, lower case ("golang"); nullptr: the word names no language.
const Language* language_spoken(std::string_view word);
/// By the word behind a code fence, lower case: a name, an extension or a spoken name ("c++").
const Language* language_of_fence(std::string_view tag);
std::span<const Language> all_languages();

}  // namespace skillwake::matcher
