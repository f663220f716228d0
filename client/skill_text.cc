#include "client/skill_text.h"

#include "base/text.h"
#include "client/field_lines.h"
#include "client/safe_text.h"
#include "client/table.h"
#include "client/units.h"

#include <algorithm>

namespace skillwake::client {
namespace {

/// What a user should know before he waits for it to wake; empty for an ordinary skill.
std::string notes_on(const protocol::SkillSummary& skill) {
    std::vector<std::string> notes;
    if (skill.shadowed_by) {
        notes.emplace_back(skill.copy ? "copy" : "shadowed");
    }
    if (!skill.ambiguous_with.empty()) {
        notes.emplace_back("ambiguous");
    }
    if (skill.rule) {
        notes.emplace_back("rule");
    }
    if (skill.unavailable) {
        notes.emplace_back("unavailable");
    }
    if (skill.withheld) {
        notes.emplace_back("withheld");
    }
    if (!skill.automatic) {
        notes.emplace_back("by name only");
    }
    if (!skill.invocable) {
        notes.emplace_back("not for users");
    }
    return join(notes, ", ");
}

/// As its reader would write it: from his own folder on, or from his home.
std::string short_path(const std::string& path, const Seat& seat) {
    const auto below = [&path](const std::string& folder) {
        return folder.size() > 1 && path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
    };
    if (below(seat.cwd)) {
        return path.substr(seat.cwd.size() + 1);
    }
    return below(seat.home) ? "~" + path.substr(seat.home.size()) : path;
}

/// Which tool's folder it comes from: ".claude/skills" for .claude/skills/pdf/SKILL.md. A rule lies there
/// itself.
std::string folder_of(const protocol::SkillSummary& skill, const Seat& seat) {
    const auto up = [](const std::string& path) { return path.substr(0, path.rfind('/')); };
    return short_path(skill.rule ? up(skill.path) : up(up(skill.path)), seat);
}

void append_summary(std::string& out, const protocol::SkillSummary& skill, const Look& look) {
    append_field(out, "skill", skill.qualified_name, look, Style::Title);
    append_field(out, "description", skill.description, look);
    append_field(out, "path", skill.path, look);
    append_field(out, "scope", skill.scope, look);
    append_field(out, "tokens", std::to_string(skill.tokens), look);
    append_field(out, "digest", skill.digest, look);
    if (const auto notes = notes_on(skill); !notes.empty()) {
        append_field(out, "notes", notes, look, Style::Warn);
    }
    if (skill.unavailable) {
        append_field(out, "unavailable", *skill.unavailable, look, Style::Warn);
    }
    if (skill.withheld) {
        append_field(out, "withheld", *skill.withheld, look, Style::Warn);
    }
    if (skill.shadowed_by) {
        append_field(out, skill.copy ? "copy of" : "shadowed by", *skill.shadowed_by, look, Style::Warn);
    }
    for (const auto& other : skill.ambiguous_with) {
        append_field(out, "ambiguous with", other, look, Style::Warn);
    }
}

void append_front_matter(std::string& out, const std::vector<protocol::FrontMatterEntry>& entries,
                         const Look& look) {
    if (entries.empty()) {
        return;
    }
    append_title(out, "front matter", look);
    Table table({{"KEY"}, {"VALUE"}});
    for (const auto& entry : entries) {
        table.add({entry.key, entry.value});
    }
    out.append(table.text(look));
}

void append_outline(std::string& out, const std::vector<protocol::Section>& outline, const Look& look) {
    if (outline.empty()) {
        return;
    }
    append_title(out, "outline", look);
    Table table({{"NO", Align::Right}, {"LINES", Align::Right}, {"TOKENS", Align::Right}, {"SECTION"}});
    for (const auto& section : outline) {
        const auto lines = std::to_string(section.first_line) + "-" + std::to_string(section.last_line);
        // Headings show their level by "#", as they are written: leading spaces would not survive a cell.
        const auto title = std::string(std::min<std::size_t>(section.level, 6), '#') + " " + section.title;
        table.add({std::to_string(section.number), lines, std::to_string(section.tokens), title});
    }
    out.append(table.text(look));
}

/// "SKILL.md:4", or the whole path of another file that has it; "-": in no line, as what is of a name.
std::string place_of(const protocol::Trigger& trigger, const std::string& own_file) {
    if (trigger.line == 0) {
        return "-";
    }
    const auto& file = trigger.file ? *trigger.file : own_file;
    return (trigger.file ? file : file.substr(file.rfind('/') + 1)) + ":" + std::to_string(trigger.line);
}

void append_triggers(std::string& out, const std::vector<protocol::Trigger>& triggers,
                     const std::string& own_file, ShownTriggers shown, const Look& look) {
    Table table({{"KIND"},
                 {"TRIGGER"},
                 {"LANGUAGE"},
                 {"SOURCE"},
                 {"AT", Align::Left, Cut::Begin},
                 {"WEIGHT", Align::Right}});
    std::uint64_t hidden = 0;
    for (const auto& trigger : triggers) {
        if (shown == ShownTriggers::Declared && trigger.source == "derived") {
            ++hidden;
            continue;
        }
        table.add({trigger.kind, trigger.text, trigger.language.value_or(""), trigger.source,
                   place_of(trigger, own_file), score_text(trigger.weight)});
    }
    if (!triggers.empty()) {
        append_title(out, "triggers", look);
    }
    if (!table.empty()) {
        out.append(table.text(look));
    }
    if (hidden != 0) {
        out.append(count_text(hidden, "derived trigger")).append(" more: see them with --triggers\n");
    }
}

void append_resources(std::string& out, const std::vector<protocol::Resource>& resources, const Look& look) {
    if (resources.empty()) {
        return;
    }
    append_title(out, "resources", look);
    Table table({{"FILE", Align::Left, Cut::Begin}, {"SIZE", Align::Right}});
    for (const auto& resource : resources) {
        table.add({resource.file, bytes_text(resource.bytes)});
    }
    out.append(table.text(look));
}

}  // namespace

std::string diagnostics_text(const std::vector<protocol::Diagnostic>& diagnostics, const Look& look) {
    std::string out;
    for (const auto& diagnostic : diagnostics) {
        const auto style = diagnostic.severity == "error" ? Style::Bad : Style::Warn;
        out.append(safe_line(diagnostic.path));
        if (diagnostic.line != 0) {
            out.append(":").append(std::to_string(diagnostic.line));
        }
        out.append(": ").append(paint(safe_line(diagnostic.severity), style, look));
        out.append(": ").append(safe_line(diagnostic.message)).append("\n");
        if (!diagnostic.fix.empty()) {
            out.append("  fix: ").append(safe_line(diagnostic.fix)).append("\n");
        }
    }
    return out;
}

std::string list_text(const protocol::ListResult& list, const Seat& seat, const Look& look) {
    std::string out;
    if (list.skills.empty()) {
        out.append("no skills here: 'skillwake status' shows where they are looked for\n");
    } else {
        Table table({{"NAME"},
                     {"SCOPE"},
                     {"FROM", Align::Left, Cut::Begin},
                     {"TOKENS", Align::Right},
                     {"NOTES"},
                     {"DESCRIPTION"}});
        for (const auto& skill : list.skills) {
            const auto style = skill.shadowed_by ? Style::Dim : Style::Plain;
            table.add({{skill.qualified_name, style},
                       {skill.scope, style},
                       {folder_of(skill, seat), style},
                       {std::to_string(skill.tokens), style},
                       {notes_on(skill), Style::Warn},
                       {skill.description, style}});
        }
        out.append(table.text(look));
    }
    if (!list.diagnostics.empty()) {
        append_title(out, "diagnostics", look);
        out.append(diagnostics_text(list.diagnostics, look));
    }
    return out;
}

std::string shadowed_text(const protocol::ListResult& list, const Seat& seat, const Look& look) {
    if (list.skills.empty()) {
        return "nothing here is shadowed or ambiguous\n";
    }
    Table table({{"NAME"}, {"WHAT"}, {"PATH", Align::Left, Cut::Begin}, {"BY", Align::Left, Cut::Begin}});
    for (const auto& skill : list.skills) {
        const auto others =
            skill.shadowed_by ? std::vector<std::string>{*skill.shadowed_by} : skill.ambiguous_with;
        for (const auto& other : others) {
            table.add({{skill.qualified_name},
                       {skill.shadowed_by ? skill.copy ? "copy" : "shadowed" : "ambiguous", Style::Warn},
                       {short_path(skill.path, seat)},
                       {short_path(other, seat)}});
        }
    }
    return table.text(look);
}

std::string show_text(const protocol::ShowResult& shown, ShownTriggers triggers, const Look& look) {
    std::string out;
    append_summary(out, shown.skill, look);
    append_front_matter(out, shown.front_matter, look);
    append_outline(out, shown.outline, look);
    append_triggers(out, shown.triggers, shown.skill.path, triggers, look);
    append_resources(out, shown.resources, look);
    if (!shown.diagnostics.empty()) {
        append_title(out, "diagnostics", look);
        out.append(diagnostics_text(shown.diagnostics, look));
    }
    return out;
}

}  // namespace skillwake::client
