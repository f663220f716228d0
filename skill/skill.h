#pragma once

#include "base/shared_text.h"
#include "skill/diagnostic.h"
#include "skill/dialect.h"
#include "skill/outline.h"
#include "skill/requirements.h"
#include "skill/trigger.h"
#include "skill/wake_mode.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::skill {

/// Whose a root is; the earlier stands in front of the later when two skills share a name.
enum class Scope { Project, User, Plugin, System };

constexpr std::string_view name_of(Scope scope) {
    switch (scope) {
        case Scope::Project:
            return "project";
        case Scope::User:
            return "user";
        case Scope::Plugin:
            return "plugin";
        case Scope::System:
            return "system";
    }
    return "unknown";
}

/// A file beside a SKILL.md.
struct Resource {
    std::string file;  ///< relative to the skill's folder
    std::uintmax_t bytes = 0;

    bool operator==(const Resource&) const = default;
};

/// One SKILL.md with its folder, read and understood. Immutable once made.
struct Skill {
    std::string name;
    std::string plugin;  ///< empty: none
    std::string description;
    std::string when_to_use;
    bool rule = false;             ///< a rule file of another tool, named by its stem: no SKILL.md
    bool only_on_files = false;    ///< its author ties it to files: the words of its own text do not wake it
    std::filesystem::path file;    ///< the SKILL.md, absolute
    Place place = Place::Other;    ///< whose conventions it follows
    std::filesystem::path folder;  ///< that it lies in
    Scope scope = Scope::Project;
    bool automatic = true;       ///< false: loaded only by mention or Skill tool
    bool invocable = true;       ///< false: its author does not want users to call it by name
    bool at_most_named = false;  ///< nothing but its name loads it: it is for a mode that is unknown here
    std::string suspicion;       ///< why it is never loaded unasked, see suspicion.h; empty: nothing
    Enforcement enforcement = Enforcement::Suggest;
    std::string block_message = {};  ///< what its author tells when a tool waits for it; '{file_path}' in it
    int priority = 0;                ///< of skills that are as sure as each other, the greater comes first
    int order = kUsualOrder;         ///< of what is given together, the lower stands first: 0 to 100
    std::vector<std::string> required;  ///< names of skills that are loaded with it
    std::vector<std::string> affine;    ///< names of skills that are named with it
    std::vector<std::string> examples;  ///< prompts that it is for, in its author's words
    Requirements needs;
    std::string unavailable;  ///< what it needs and this machine lacks; empty: nothing, or nobody looked
    bool for_other_system = false;  ///< of these needs the system is one: then nothing but its name loads it

    static constexpr int kUsualOrder = 50;

    SharedText text;  ///< the whole file, as UTF-8 without byte order mark
    std::size_t body_offset = 0;
    std::uint32_t body_line = 1;
    std::vector<std::pair<std::string, std::string>> front_matter;  ///< every key, for people
    std::vector<std::string> argument_names;
    std::vector<Section> outline;
    std::vector<Trigger> triggers;  ///< declared
    std::vector<WakeMode> modes;    ///< what its author said beside them, for people
    std::vector<Resource> resources;
    std::vector<Diagnostic> diagnostics;
    std::string digest;      ///< of `text`: changes when the content does
    std::string seal = {};   ///< sha256 of `text`, where loading was to make it; else empty
    std::size_t tokens = 0;  ///< of the body, estimated

    bool operator==(const Skill&) const = default;

    /// Whether it may come unasked.
    bool wakes_itself() const { return automatic && !for_other_system; }
    std::string_view body() const { return text.view().substr(body_offset); }
    /// "plugin:name", or the plain name.
    std::string qualified_name() const { return plugin.empty() ? name : plugin + ":" + name; }
};

}  // namespace skillwake::skill
