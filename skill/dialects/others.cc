// Dialects of one key each: skillport, memex, and Roo's modes.
#include "base/text.h"
#include "skill/dialects/readers.h"

#include <optional>
#include <utility>

namespace skillwake::skill::dialects {
namespace {

constexpr std::size_t kMostExamples = 64;

/// "skills-code" of ".roo/skills-code/x/SKILL.md"; empty: the file lies in none.
std::string folder_of_mode(const std::filesystem::path& file) {
    bool in_tool = false;
    for (const auto& part : file.parent_path()) {
        const auto name = part.string();
        if (in_tool && (name.starts_with("skills-") || name.starts_with("rules-"))) {
            return name;
        }
        in_tool = name == ".roo" || name == ".agents";
    }
    return "";
}

/// Which of the keys says that a file is for some modes; the folder where none does.
struct ForModes {
    std::string source;
    std::string text;
    std::uint32_t line = 0;
};

std::optional<ForModes> modes_of(const YamlNode& front, const std::filesystem::path& file, RooFile kind) {
    for (const char* key : {"mode", "modeSlugs"}) {
        // Others have a `mode` of their own: "agent".
        const bool counts = kind == RooFile::Skill || std::string_view(key) == "modeSlugs";
        if (const auto* value = front.member(key); counts && has_entries(value)) {
            return ForModes{std::string("roo: ") + key, value->display(), value->line};
        }
    }
    if (auto folder = folder_of_mode(file); !folder.empty()) {
        return ForModes{"roo: folder of a mode", std::move(folder), front.line};
    }
    return std::nullopt;
}

}  // namespace

void read_skillport(const YamlNode& front, WakeBuilder& wake) {
    const auto* metadata = front.member("metadata");
    const auto* skillport = metadata == nullptr ? nullptr : metadata->member("skillport");
    const auto* always = skillport == nullptr ? nullptr : skillport->member("alwaysApply");
    if (switch_of(always).value_or(false)) {
        wake.add_always(always->line, "skillport: metadata.skillport.alwaysApply");
    }
}

void read_memex(const YamlNode& front, WakeBuilder& wake) {
    const auto* queries = front.member("queries");
    if (queries == nullptr) {
        return;
    }
    for (const auto& [query, line] : queries->scalars()) {
        if (wake.examples().size() == kMostExamples) {
            wake.warn(line, "queries: more than " + std::to_string(kMostExamples),
                      "the further ones do not count: keep the telling ones");
            return;
        }
        if (!trim(query).empty()) {
            wake.add_example("memex: queries", trim(query), line);
        }
    }
}

void read_roo(const YamlNode& front, const std::filesystem::path& file, RooFile kind, WakeBuilder& wake) {
    const auto modes = modes_of(front, file, kind);
    if (modes && kind == RooFile::Rule) {
        wake.only_by_name(modes->source, modes->text, modes->line);
    } else if (modes) {
        wake.at_most_named(modes->source, modes->text, modes->line);
    } else if (kind == RooFile::Rule) {
        wake.add_always(front.line, "roo: rule for all modes");
    }
}

}  // namespace skillwake::skill::dialects
