#pragma once

#include "matcher/region.h"

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// The place of a skill within its root's index.
enum class SkillId : std::uint32_t {};

enum class EvidenceKind {
    Mention,  ///< @name
    Name,     ///< the skill is named in plain words
    Keyword,
    Pattern,
    Exclude,  ///< speaks against, in its sentence
    Path,
    Content,
    Import,
    Node,
    Call,
    Decorator,
    Type,
    Query,
    Command,
    Error,
    Always,     ///< its author wants it in every conversation
    Term,       ///< derived: words of the prompt that the skill's own text holds
    Session,    ///< what earlier events of the session left
    Language,   ///< speaks against: the files or the words at hand are of another language
    Negation,   ///< speaks against: "don't use ...", or talk about skills
    Twin,       ///< speaks against: a skill of nearly the same words is ahead of it
    Host,       ///< an address names a host that the skill's plugin is about
    Workspace,  ///< the session's folder is one that the skill's plugin is about
    Marker,     ///< speaks against: the file says that it is not to be looked at
    Companion,  ///< a skill that is given asks for it
    Native,     ///< speaks against: the assistant that asks loads it itself
};

constexpr std::string_view name_of(EvidenceKind kind) {
    constexpr std::string_view kNames[] = {
        "mention", "name",      "keyword", "pattern",   "exclude",  "path",     "content",
        "import",  "node",      "call",    "decorator", "type",     "query",    "command",
        "error",   "always",    "term",    "session",   "language", "negation", "twin",
        "host",    "workspace", "marker",  "companion", "native"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(EvidenceKind::Native) + 1);
    return kNames[static_cast<std::size_t>(kind)];
}

/// Whether it is read from the prompt's words, so that what speaks against in the prompt weakens it.
constexpr bool is_of_prompt(EvidenceKind kind) {
    return kind == EvidenceKind::Name || kind == EvidenceKind::Keyword || kind == EvidenceKind::Pattern ||
           kind == EvidenceKind::Term;
}

/// The sentence of evidence that the prompt as a whole gives.
inline constexpr std::uint32_t kWholePrompt = 0xFFFFFFFF;

/// One trigger that held in one event. An exclude that stands in kWholePrompt is a veto: nothing in the event
/// speaks for the skill then.
struct Evidence {
    EvidenceKind kind = EvidenceKind::Keyword;
    std::string trigger;  ///< as its author wrote it, or the derived term
    std::string text;     ///< what of the event it matched
    std::optional<Region> region;
    std::optional<std::uint32_t> begin;  ///< bytes of the prompt
    std::optional<std::uint32_t> end;
    std::uint32_t sentence = 0;  ///< of the prompt; kWholePrompt: none in particular
    std::string path;            ///< of a touched file
    std::uint32_t line = 0;      ///< of that file, 1-based; 0: none
    double weight = 0;           ///< how sure this alone makes, 0 to 1; below 0: it speaks against
    bool sign = false;           ///< of several of these only the strongest counts
};

/// All the evidence for and against one skill in one event.
struct SkillEvidence {
    SkillId skill{};
    std::vector<Evidence> evidence;
};

}  // namespace skillwake::matcher
