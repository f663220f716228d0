#pragma once

#include "protocol/message.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

/// What a host tells of its conversation: the `event` of `session.event` and `match.explain`.
namespace skillwake::protocol {

/// The user said something.
struct PromptEvent {
    std::string text;

    static constexpr std::string_view kType = "prompt";
    static constexpr auto kFields = std::tuple(required("text", &PromptEvent::text));
};

enum class FileAction { Read, Write, Edit };
template <>
struct EnumNames<FileAction> {
    static constexpr std::array kNames = {std::pair{FileAction::Read, "read"},
                                          std::pair{FileAction::Write, "write"},
                                          std::pair{FileAction::Edit, "edit"}};
};

/// One replacement in a file: the text before and after.
struct Fragment {
    std::optional<std::string> before;
    std::string after;

    static constexpr auto kFields =
        std::tuple(optional("old", &Fragment::before), required("new", &Fragment::after));
};

/// A file was read, written or edited. `content` is all of it; an edit may give `old` and `new`, or several
/// `edits`.
struct FileEvent {
    FileAction action = FileAction::Read;
    std::string path;  ///< absolute, or relative to the session's `cwd`
    std::optional<std::string> content;
    std::optional<std::string> before;
    std::optional<std::string> after;
    std::vector<Fragment> edits;
    std::optional<std::string> language;  ///< a name of ours ("python"); absent: guessed by the path

    static constexpr std::string_view kType = "file";
    static constexpr auto kFields =
        std::tuple(optional("action", &FileEvent::action), required("path", &FileEvent::path),
                   optional("content", &FileEvent::content), optional("old", &FileEvent::before),
                   optional("new", &FileEvent::after), optional("edits", &FileEvent::edits),
                   optional("language", &FileEvent::language));
};

/// A tool ran, or is about to (`before`). `input` and `output` are whatever JSON the host has of them;
/// `error` is the text of a failure.
struct ToolEvent {
    std::string name;
    std::optional<RawJson> input;
    std::optional<RawJson> output;
    std::optional<std::string> error;
    bool failed = false;
    bool before = false;  ///< it has not run yet, and the answer may deny it

    static constexpr std::string_view kType = "tool";
    static constexpr auto kFields =
        std::tuple(required("name", &ToolEvent::name), optional("input", &ToolEvent::input),
                   optional("output", &ToolEvent::output), optional("error", &ToolEvent::error),
                   optional("failed", &ToolEvent::failed), optional("before", &ToolEvent::before));
};

/// How a conversation came by a skill without us.
enum class SkillUse { Typed, Tool, Read, Script };
template <>
struct EnumNames<SkillUse> {
    static constexpr std::array kNames = {
        std::pair{SkillUse::Typed, "typed"}, std::pair{SkillUse::Tool, "tool"},
        std::pair{SkillUse::Read, "read"}, std::pair{SkillUse::Script, "script"}};
};

/// The host itself gave the conversation a skill: the user typed `/name`, or the host's own Skill tool ran.
struct SkillEvent {
    std::string name;  ///< plain or qualified
    SkillUse how = SkillUse::Typed;

    static constexpr std::string_view kType = "skill";
    static constexpr auto kFields =
        std::tuple(required("name", &SkillEvent::name), optional("how", &SkillEvent::how));
};

enum class SessionPhase { Start, Resume, Fork, Compact, Clear, End, SubagentStart };
template <>
struct EnumNames<SessionPhase> {
    static constexpr std::array kNames = {std::pair{SessionPhase::Start, "start"},
                                          std::pair{SessionPhase::Resume, "resume"},
                                          std::pair{SessionPhase::Fork, "fork"},
                                          std::pair{SessionPhase::Compact, "compact"},
                                          std::pair{SessionPhase::Clear, "clear"},
                                          std::pair{SessionPhase::End, "end"},
                                          std::pair{SessionPhase::SubagentStart, "subagent_start"}};
};

/// The conversation itself changed: after `compact` and `clear` its context no longer holds what was given
/// before.
struct SessionEvent {
    SessionPhase phase = SessionPhase::Start;
    std::optional<std::string> from{};  ///< of `fork`: the session that this one is a copy of

    static constexpr std::string_view kType = "session";
    static constexpr auto kFields =
        std::tuple(required("phase", &SessionEvent::phase), optional("from", &SessionEvent::from));
};

using Event = std::variant<PromptEvent, FileEvent, ToolEvent, SkillEvent, SessionEvent>;

}  // namespace skillwake::protocol
