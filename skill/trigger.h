#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skillwake::skill {

enum class TriggerKind {
    Keyword,    ///< whole tokens and phrases, any case
    Pattern,    ///< RE2, on prose
    Exclude,    ///< keyword or phrase that speaks against, in its sentence
    Path,       ///< gitignore-style glob, on touched files
    Content,    ///< RE2, on touched files
    AstImport,  ///< module that a file imports, submodules too
    AstNode,    ///< kind of syntax: one of our names, or the grammar's
    AstCall,    ///< dotted name of a called function; '*' at its end is any rest
    AstQuery,   ///< tree-sitter query
    Command,    ///< first words of a shell command
    Error,      ///< RE2, on tool failures and output
};

constexpr std::string_view name_of(TriggerKind kind) {
    switch (kind) {
        case TriggerKind::Keyword:
            return "keyword";
        case TriggerKind::Pattern:
            return "pattern";
        case TriggerKind::Exclude:
            return "exclude";
        case TriggerKind::Path:
            return "path";
        case TriggerKind::Content:
            return "content";
        case TriggerKind::AstImport:
            return "import";
        case TriggerKind::AstNode:
            return "node";
        case TriggerKind::AstCall:
            return "call";
        case TriggerKind::AstQuery:
            return "query";
        case TriggerKind::Command:
            return "command";
        case TriggerKind::Error:
            return "error";
    }
    return "unknown";
}

/// How much an author insists on the skill, where the daemon was told to heed it.
enum class Enforcement {
    Suggest,
    Block,  ///< a tool that would change something waits until the agent has the skill
};

/// One reason that an author declared.
struct Trigger {
    TriggerKind kind = TriggerKind::Keyword;
    std::string text;
    std::string language;    ///< of the Ast kinds: "python"
    std::uint32_t line = 0;  ///< in its SKILL.md, 1-based

    bool operator==(const Trigger&) const = default;
};

}  // namespace skillwake::skill
