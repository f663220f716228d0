#pragma once

#include "protocol/decision.h"
#include "protocol/message.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// `skill.list`, `skill.show`, `skill.read` and `skill.invoke`.
namespace skillwake::protocol {

struct Diagnostic {
    std::string severity;  ///< error, warning, advice
    std::string path;
    std::uint32_t line = 0;  ///< 1-based; 0: the file as a whole
    std::string message;
    std::string fix;     ///< what its author can do; may be empty
    std::string rule{};  ///< its id, as docs/check.md lists them

    static constexpr auto kFields =
        std::tuple(required("severity", &Diagnostic::severity), required("path", &Diagnostic::path),
                   optional("line", &Diagnostic::line), required("message", &Diagnostic::message),
                   optional("fix", &Diagnostic::fix), optional("rule", &Diagnostic::rule));
};

struct SkillSummary {
    std::string name;
    std::string qualified_name;
    std::string description;
    std::string path;   ///< of its SKILL.md
    std::string scope;  ///< project, user, plugin, system
    std::uint64_t tokens = 0;
    std::string digest;
    bool automatic = true;                    ///< false: only by mention or Skill tool
    bool invocable = true;                    ///< false: users may not call it by name
    bool rule = false;                        ///< a rule of another tool, no SKILL.md
    std::optional<std::string> unavailable;   ///< what it needs and this machine lacks
    std::optional<std::string> withheld;      ///< why it is never loaded unasked, or not at all
    std::optional<std::string> shadowed_by;   ///< path of the SKILL.md that stands in front of it
    bool copy = false;                        ///< it has the same name and body as that one
    std::vector<std::string> ambiguous_with;  ///< paths of the others that its plain name may mean

    static constexpr auto kFields = std::tuple(
        required("name", &SkillSummary::name), required("qualified_name", &SkillSummary::qualified_name),
        required("description", &SkillSummary::description), required("path", &SkillSummary::path),
        required("scope", &SkillSummary::scope), required("tokens", &SkillSummary::tokens),
        required("digest", &SkillSummary::digest), optional("automatic", &SkillSummary::automatic),
        optional("invocable", &SkillSummary::invocable), optional("rule", &SkillSummary::rule),
        optional("unavailable", &SkillSummary::unavailable), optional("withheld", &SkillSummary::withheld),
        optional("shadowed_by", &SkillSummary::shadowed_by), optional("copy", &SkillSummary::copy),
        optional("ambiguous_with", &SkillSummary::ambiguous_with));
};

struct ListParams {
    std::optional<std::string> cwd;
    std::optional<bool> shadowed = {};  ///< true: only what is shadowed or ambiguous

    static constexpr auto kFields =
        std::tuple(optional("cwd", &ListParams::cwd), optional("shadowed", &ListParams::shadowed));
};

struct ListResult {
    std::vector<SkillSummary> skills;
    std::vector<Diagnostic> diagnostics;
    std::uint64_t generation = 0;

    static constexpr auto kFields =
        std::tuple(required("skills", &ListResult::skills), required("diagnostics", &ListResult::diagnostics),
                   required("generation", &ListResult::generation));
};

struct ShowParams {
    std::string name;
    std::optional<std::string> cwd;

    static constexpr auto kFields =
        std::tuple(required("name", &ShowParams::name), optional("cwd", &ShowParams::cwd));
};

/// A heading and the lines below it: to the last line with text before the next heading of its level or
/// above.
struct Section {
    std::uint32_t number = 0;  ///< 1-based, in file order
    std::uint32_t level = 0;   ///< 1 for "#", 2 for "##"
    std::string title;
    std::uint32_t first_line = 0;  ///< 1-based, both inclusive
    std::uint32_t last_line = 0;
    std::uint64_t tokens = 0;

    static constexpr auto kFields =
        std::tuple(required("number", &Section::number), required("level", &Section::level),
                   required("title", &Section::title), required("first_line", &Section::first_line),
                   required("last_line", &Section::last_line), required("tokens", &Section::tokens));
};

struct Trigger {
    std::string kind;
    std::string text;
    std::optional<std::string> language;
    std::string source;      ///< declared, derived, or dialect and key: "openhands: triggers"
    std::uint32_t line = 0;  ///< 1-based in `file` or else its SKILL.md; 0: unknown
    double weight = 0;
    std::optional<std::string> file = {};  ///< that holds it, where it is not the SKILL.md

    static constexpr auto kFields =
        std::tuple(required("kind", &Trigger::kind), required("text", &Trigger::text),
                   optional("language", &Trigger::language), required("source", &Trigger::source),
                   optional("line", &Trigger::line), optional("weight", &Trigger::weight),
                   optional("file", &Trigger::file));
};

struct FrontMatterEntry {
    std::string key;
    std::string value;

    static constexpr auto kFields =
        std::tuple(required("key", &FrontMatterEntry::key), required("value", &FrontMatterEntry::value));
};

struct ShowResult {
    SkillSummary skill;
    std::vector<FrontMatterEntry> front_matter;  ///< for people
    std::optional<RawJson> front_matter_json;    ///< an object; absent: none, or not YAML as it stands
    std::vector<Section> outline;
    std::vector<Trigger> triggers;
    std::vector<Resource> resources;
    std::vector<Diagnostic> diagnostics;

    static constexpr auto kFields = std::tuple(
        required("skill", &ShowResult::skill), required("front_matter", &ShowResult::front_matter),
        optional("front_matter_json", &ShowResult::front_matter_json),
        required("outline", &ShowResult::outline), required("triggers", &ShowResult::triggers),
        required("resources", &ShowResult::resources), required("diagnostics", &ShowResult::diagnostics));
};

struct LineRange {
    std::uint32_t first = 0;  ///< 1-based, both inclusive
    std::uint32_t last = 0;

    static constexpr auto kFields =
        std::tuple(required("first", &LineRange::first), required("last", &LineRange::last));
};

/// At most one of `section`, `lines` and `file`; none: the whole body.
struct ReadParams {
    std::string name;
    std::optional<std::string> cwd;
    std::optional<std::string> section;  ///< a heading, or its number as the outline gives it
    std::optional<LineRange> lines;
    std::optional<std::string> file;  ///< relative to the skill's folder

    static constexpr auto kFields =
        std::tuple(required("name", &ReadParams::name), optional("cwd", &ReadParams::cwd),
                   optional("section", &ReadParams::section), optional("lines", &ReadParams::lines),
                   optional("file", &ReadParams::file));
};

struct ReadResult {
    std::string skill;
    std::string path;  ///< of the file that was read
    std::string text;
    std::uint32_t first_line = 0;
    std::uint32_t last_line = 0;
    std::uint64_t tokens = 0;

    static constexpr auto kFields =
        std::tuple(required("skill", &ReadResult::skill), required("path", &ReadResult::path),
                   required("text", &ReadResult::text), required("first_line", &ReadResult::first_line),
                   required("last_line", &ReadResult::last_line), required("tokens", &ReadResult::tokens));
};

/// The skill's name comes under the name that the host's own tool uses: the first of these that is there.
struct InvokeParams {
    std::optional<std::string> command;
    std::optional<std::string> skill;
    std::optional<std::string> name;
    std::optional<std::string> skill_name;
    std::optional<std::string> skill_name_camel;
    std::optional<std::string> args;
    std::optional<std::string> session;
    std::optional<std::string> agent;
    std::optional<std::string> cwd;

    static constexpr auto kFields =
        std::tuple(optional("command", &InvokeParams::command), optional("skill", &InvokeParams::skill),
                   optional("name", &InvokeParams::name), optional("skill_name", &InvokeParams::skill_name),
                   optional("skillName", &InvokeParams::skill_name_camel),
                   optional("args", &InvokeParams::args), optional("session", &InvokeParams::session),
                   optional("agent", &InvokeParams::agent), optional("cwd", &InvokeParams::cwd));
};

struct InvokeResult {
    std::string skill;
    std::string path;
    std::string base_directory;
    Text content;
    std::vector<Resource> resources;
    std::uint64_t tokens = 0;
    std::string digest;

    static constexpr auto kFields = std::tuple(
        required("skill", &InvokeResult::skill), required("path", &InvokeResult::path),
        required("base_directory", &InvokeResult::base_directory),
        required("content", &InvokeResult::content), required("resources", &InvokeResult::resources),
        required("tokens", &InvokeResult::tokens), required("digest", &InvokeResult::digest));
};

}  // namespace skillwake::protocol
