#include "skill/parse.h"

#include "base/text.h"
#include "base/utf8.h"
#include "skill/activation.h"
#include "skill/dialect.h"
#include "skill/encoding.h"
#include "skill/front_matter.h"
#include "skill/rules.h"
#include "skill/wake.h"
#include "skill/wake_builder.h"

#include <xxhash.h>

#include <array>
#include <utility>

namespace skillwake::skill {
namespace {

constexpr std::size_t kLongestName = 64;  ///< of the Agent Skills specification
constexpr std::string_view kEmpty = "file is empty";
constexpr std::string_view kNeverClosed = "front matter is never closed";
constexpr std::size_t kLongestDescription = 1024;     ///< the same
constexpr std::size_t kLongestWindsurf = 12'000;      ///< characters of a rule, with its front matter
constexpr std::size_t kLongestIronClaw = 64U << 10U;  ///< bytes

/// "0x1f", "1e5", ".inf": numbers with letters in them. `text` is folded.
bool is_written_number(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789";
    const auto only = [](std::string_view part, std::string_view allowed) {
        return !part.empty() && part.find_first_not_of(allowed) == std::string_view::npos;
    };
    if (text.starts_with("0x") || text.starts_with("0o")) {
        return only(text.substr(2), text[1] == 'x' ? "0123456789abcdef" : "01234567");
    }
    const bool sign = text.starts_with('-') || text.starts_with('+');
    const auto plain = text.substr(sign ? 1 : 0);
    const auto e = plain.find('e');
    const auto power = e == std::string_view::npos ? e : e + 1;
    const bool exponent =
        power != std::string_view::npos && only(plain.substr(0, e), "0123456789.") &&
        plain.substr(0, e) != "." &&
        only(plain.substr(power + (plain.substr(power).find_first_of("+-") == 0 ? 1 : 0)), kDigits);
    return plain == ".inf" || text == ".nan" || exponent;
}

/// Whether YAML takes the plain text for a number or a switch.
bool is_other_type(std::string_view text) {
    const auto folded = fold_ascii(text);
    for (const char* word : {"true", "false", "yes", "no", "on", "off", "null"}) {
        if (folded == word) {
            return true;
        }
    }
    const bool number = folded.find_first_not_of("0123456789._+-") == std::string::npos &&
                        folded.find_first_of("0123456789") != std::string::npos;
    return number || is_written_number(folded);
}

/// For people; empty: there is no such key, or nothing behind it.
std::string text_of(const YamlNode* value) {
    return value == nullptr || value->kind == YamlNode::Kind::Null ? "" : std::string(trim(value->display()));
}

/// The first paragraph of prose: what serves when a description is missing.
std::string first_paragraph(std::string_view body) {
    std::string paragraph;
    FenceTracker fences;
    for (const auto line : split_lines(body)) {
        const auto words = trim(line);
        const bool prose =
            !fences.inside(line) && !words.empty() && words.front() != '#' && words.front() != '<';
        if (prose) {
            paragraph.append(paragraph.empty() ? "" : " ").append(words);
        } else if (!paragraph.empty()) {
            break;
        }
    }
    return paragraph;
}

class SkillParser {
public:
    SkillParser(const std::filesystem::path& file, Scope scope) : path_(file.string()) {
        skill_.file = file;
        skill_.folder = file.parent_path();
        skill_.scope = scope;
        skill_.rule = is_rule_file(file);
        skill_.place = place_of(file);
    }

    Result<Skill> parse(std::string bytes) {
        take_text(std::move(bytes));
        if (trim(skill_.text).empty()) {
            return Error(Errc::Invalid, std::string(kEmpty));
        }
        auto matter = read_front_matter(skill_.text, path_, skill_.rule ? MatterOf::Rule : MatterOf::Skill);
        if (!matter.closed) {
            return Error(Errc::Invalid, std::string(kNeverClosed));
        }
        skill_.body_offset = matter.body_offset;
        skill_.body_line = matter.body_line;
        skill_.diagnostics.insert(skill_.diagnostics.end(), matter.diagnostics.begin(),
                                  matter.diagnostics.end());
        read_size();
        read_keys(matter.root);
        read_wake_of(matter.root);
        skill_.outline = read_outline(skill_.body(), skill_.body_line);
        skill_.tokens = estimate_tokens(skill_.body());
        skill_.digest = digest_of(skill_.text);
        return std::move(skill_);
    }

private:
    void warn(std::uint32_t line, std::string message, std::string fix) {
        skill_.diagnostics.push_back({Severity::Warning, path_, line, std::move(message), std::move(fix)});
    }

    void take_text(std::string bytes) {
        auto decoded = decode_file(std::move(bytes));
        skill_.text = std::move(decoded.text);
        for (const auto& remark : decoded.remarks) {
            warn(remark.line, std::string(remark.message), std::string(remark.fix));
        }
    }

    /// What the file's own tool takes of it.
    void read_size() {
        if (skill_.place == Place::Windsurf && skill_.rule && characters_in(skill_.text) > kLongestWindsurf) {
            warn(1, "file has more than 12000 characters: Windsurf does not take them",
                 "shorten it, or make two rules of it");
        } else if (skill_.place == Place::IronClaw && skill_.text.size() > kLongestIronClaw) {
            warn(1, "file has more than 64 KiB: IronClaw does not take it",
                 "move parts to files of the skill's folder");
        }
    }

    void read_keys(const YamlNode& root) {
        for (const auto& [key, value] : root.members) {
            skill_.front_matter.emplace_back(key, value.display());
        }
        read_name(root.member("name"));
        read_description(root);
        read_switches(root);
        if (const auto* names = root.member("arguments")) {
            for (const auto& [text, line] : names->scalars()) {
                for (const auto part : split(text, ' ')) {
                    if (!part.empty()) {
                        skill_.argument_names.emplace_back(part);
                    }
                }
            }
        }
        if (const auto* block = root.member("activation")) {
            auto activation = read_activation(*block, path_);
            skill_.triggers = std::move(activation.triggers);
            skill_.enforcement = activation.enforcement;
            skill_.diagnostics.insert(skill_.diagnostics.end(), activation.diagnostics.begin(),
                                      activation.diagnostics.end());
        }
    }

    void read_wake_of(const YamlNode& root) {
        auto wake = read_wake(root, skill_.file);
        skill_.triggers.insert(skill_.triggers.end(), wake.triggers.begin(), wake.triggers.end());
        skill_.diagnostics.insert(skill_.diagnostics.end(), wake.diagnostics.begin(), wake.diagnostics.end());
        skill_.automatic = skill_.automatic && wake.automatic;
        skill_.modes.insert(skill_.modes.end(), wake.modes.begin(), wake.modes.end());
        skill_.only_on_files = wake.only_on_files;
        skill_.at_most_named = wake.at_most_named;
        skill_.required = std::move(wake.required);
        skill_.examples = std::move(wake.examples);
        skill_.needs = std::move(wake.needs);
    }

    void read_name(const YamlNode* name) {
        if (skill_.rule) {
            skill_.name = rule_name(skill_.file);
            return;
        }
        const auto folder_name = skill_.folder.filename().string();
        if (name != nullptr && name->kind == YamlNode::Kind::Scalar && !trim(name->text).empty()) {
            skill_.name = trim(name->text);
        } else {
            skill_.name = folder_name;
            const std::string problem = has_entries(name) ? "name: expected a string" : "no name";
            warn(name == nullptr ? 1 : name->line,
                 problem + ": the folder's name '" + folder_name + "' serves",
                 (has_entries(name) ? "write 'name: " : "add 'name: ") + folder_name + "'");
            return;
        }
        if (name->plain && is_other_type(skill_.name)) {
            warn(name->line, "name '" + skill_.name + "' is a number or a switch to other tools",
                 "put it in quotes");
        }
        if (characters_in(skill_.name) > kLongestName) {
            warn(name->line, "name is longer than 64 characters", "choose a shorter one");
        }
        if (skill_.name != folder_name) {
            warn(name->line, "name '" + skill_.name + "' differs from its folder '" + folder_name + "'",
                 "rename one of them");
        }
    }

    void read_description(const YamlNode& root) {
        const auto* description = root.member("description");
        skill_.description = text_of(description);
        skill_.when_to_use = text_of(root.member("when_to_use"));
        if (skill_.description.empty() && skill_.rule) {
            skill_.description = first_paragraph(skill_.body());
        } else if (skill_.description.empty()) {
            skill_.description = first_paragraph(skill_.body());
            warn(description == nullptr ? 1 : description->line, "no description: the first paragraph serves",
                 "add 'description: what it does and when to use it'");
        } else if (description->kind != YamlNode::Kind::Scalar) {
            warn(description->line, "description: expected a string: its parts are joined",
                 "write it as one string: other tools refuse it");
        } else if (characters_in(skill_.description) > kLongestDescription) {
            warn(description->line, "description is longer than 1024 characters",
                 "shorten it: other tools cut or refuse it");
        }
    }

    void read_switches(const YamlNode& root) {
        if (const auto* manual = root.member("disable-model-invocation")) {
            if (switch_of(manual).value_or(false)) {
                skill_.automatic = false;
                skill_.modes.push_back(
                    {WakeModeKind::ByName, manual->text, "disable-model-invocation", manual->line});
            }
        }
        for (const char* key : {"user-invocable", "user-invokable"}) {
            if (const auto* invocable = root.member(key)) {
                skill_.invocable = switch_of(invocable).value_or(true);
            }
        }
    }

    std::string path_;
    Skill skill_;
};

}  // namespace

Result<Skill> parse_skill(std::string bytes, const std::filesystem::path& file, Scope scope) {
    return SkillParser(file, scope).parse(std::move(bytes));
}

Diagnostic unusable_file(const std::filesystem::path& file, const Error& error) {
    Diagnostic told{Severity::Error, file.string(), 0, error.message(), ""};
    told = classified(std::move(told));
    told.fix = rule_of(told).fix;
    told.line = told.message == kEmpty || told.message == kNeverClosed ? 1 : 0;
    return told;
}

std::string digest_of(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data(), text.size()));
    std::string hex;
    for (const auto byte : canonical.digest) {
        hex.push_back(kDigits[byte >> 4U]);
        hex.push_back(kDigits[byte & 0xFU]);
    }
    return hex;
}

}  // namespace skillwake::skill
