#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skillwake::skill {

/// How a trigger's text is read where its dialect differs from the kind's own way.
enum class Reading {
    Standard,
    Token,         ///< of words: the text as it is, any case, with no ASCII letter or digit beside it
    Substring,     ///< of words: the text as it is, any case, anywhere
    IgnoreCase,    ///< any case: of a pattern, of a glob, and of a veto, whose own way is words
    Rooted,        ///< of a glob: without '/' it holds in the workspace's own folder alone
    RootedNoDots,  ///< the same, and its wildcards pass over names that begin with '.'
};

/// How far a trigger alone wakes the skill.
enum class Strength {
    Full,   ///< loads it
    Sign,   ///< names it at most; of a skill's signs and traces only the strongest that holds counts
    Trace,  ///< strengthens what else speaks for the skill
};

enum class TriggerKind {
    Keyword,       ///< whole tokens and phrases, any case
    Pattern,       ///< RE2, on prose
    Exclude,       ///< keyword or phrase that speaks against, in its sentence
    Veto,          ///< keyword, phrase or pattern that silences the skill for the whole prompt
    Path,          ///< gitignore-style glob, on touched files
    Content,       ///< RE2, on touched files
    AstImport,     ///< module that a file imports, submodules too
    AstNode,       ///< kind of syntax: one of our names, or the grammar's
    AstCall,       ///< dotted name of a called function; '*' at its end is any rest
    AstDecorator,  ///< dotted name of a decorator, annotation or attribute; '*' as above
    AstType,       ///< dotted name of a type; '*' as above
    AstQuery,      ///< tree-sitter query
    Command,       ///< first words of a shell command
    Error,         ///< RE2, on tool failures and output
    Always,        ///< any prompt; its text says by which key
    PathPattern,   ///< RE2, any case, on the paths of touched files, which begin with '/' here
    Host,          ///< name of a host in the addresses of prompts and shell commands
    Marker,        ///< text in a touched file that keeps the file from speaking for the skill
    Workspace,     ///< glob, any case, on the session's folder: it, or one that it lies in
};

constexpr std::string_view name_of(TriggerKind kind) {
    switch (kind) {
        case TriggerKind::Keyword:
            return "keyword";
        case TriggerKind::Pattern:
            return "pattern";
        case TriggerKind::Exclude:
            return "exclude";
        case TriggerKind::Veto:
            return "veto";
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
        case TriggerKind::AstDecorator:
            return "decorator";
        case TriggerKind::AstType:
            return "type";
        case TriggerKind::AstQuery:
            return "query";
        case TriggerKind::Command:
            return "command";
        case TriggerKind::Error:
            return "error";
        case TriggerKind::Always:
            return "always";
        case TriggerKind::PathPattern:
            return "path pattern";
        case TriggerKind::Host:
            return "host";
        case TriggerKind::Marker:
            return "marker";
        case TriggerKind::Workspace:
            return "workspace";
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
    std::string language;     ///< of the Ast kinds: "python"
    std::uint32_t line = 0;   ///< 1-based, in `file` or else in the skill's own
    std::string source = {};  ///< dialect and key: "openhands: triggers"; empty: our activation block
    Reading reading = Reading::Standard;
    std::uint32_t group = 0;  ///< not 0: holds only where every kind of its group holds, in one file
    std::string file = {};    ///< that holds it; empty: the skill's own
    Strength strength = Strength::Full;

    bool operator==(const Trigger&) const = default;
};

}  // namespace skillwake::skill
