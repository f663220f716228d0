#include "skill/lint.h"

#include "base/text.h"
#include "base/utf8.h"
#include "skill/hidden_unicode.h"
#include "skill/references.h"
#include "skill/rules.h"
#include "skill/suspicion.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestListing = 1536;       ///< of description and when_to_use, in Claude Code's list
constexpr std::size_t kLongestCompatibility = 500;  ///< of the specification
constexpr std::size_t kMostTokens = 5000;           ///< recommended there
constexpr std::size_t kMostLines = 500;             ///< recommended there
constexpr std::size_t kLinesWithoutHeading = 40;    ///< a page: a reader needs no signs
constexpr std::size_t kMostHidden = 4096;           ///< characters of one text that are looked at
constexpr std::size_t kMostHiddenLines = 20;        ///< lines of one skill that are told of each kind

/// Letters of other scripts count as lower case: they are allowed, and most have no case.
bool is_well_formed(std::string_view name) {
    const bool letters = std::all_of(name.begin(), name.end(), [](char c) {
        return is_digit(c) || c == '-' || (is_alpha(c) && c == fold_ascii(c)) ||
               static_cast<unsigned char>(c) >= 0x80;
    });
    return letters && !name.starts_with('-') && !name.ends_with('-') &&
           name.find("--") == std::string_view::npos;
}

/// Whether a description tells when. Only of English is it known how that is said: others count as telling.
bool says_when(std::string_view text) {
    constexpr std::array<std::string_view, 24> kSigns{
        "when",      "use for",      "use if",        "use this", "used for", "use to ",
        "use it",    "useful for",   "trigger",       "asks",     "ask for",  "asked",
        "if the",    "if you",       "before ",       "after ",   "during ",  "while ",
        "for tasks", "suitable for", "use proactive", "use as ",  "invoke",   "need to"};
    const auto folded = fold_ascii(text);
    const bool english = characters_in(text) * 10 >= text.size() * 9;
    return !english || std::any_of(kSigns.begin(), kSigns.end(), [&folded](std::string_view sign) {
        return folded.find(sign) != std::string::npos;
    });
}

std::string_view kind_text(HiddenKind kind) {
    switch (kind) {
        case HiddenKind::Bidi:
            return "bidirectional control";
        case HiddenKind::Tag:
            return "hidden tag character";
        case HiddenKind::ZeroWidth:
            return "character without width";
    }
    return "hidden character";
}

/// Hidden characters of one kind in one line.
struct HiddenGroup {
    std::vector<HiddenCharacter> characters;

    std::string message(std::string_view place) const {
        const auto& first = characters.front();
        auto text = std::string(kind_text(first.kind)) + " " + code_point_name(first.code) + " in " +
                    std::string(place) + ", column " + std::to_string(first.column);
        if (characters.size() > 1) {
            text.append(", and ").append(std::to_string(characters.size() - 1)).append(" more in this line");
        }
        std::string spelled;
        for (const auto& character : characters) {
            spelled.append(spelled_by_tag(character.code));
        }
        return spelled.empty() ? text : text + ": they spell '" + spelled + "'";
    }
};

class Linter {
public:
    explicit Linter(const Skill& skill) : skill_(skill) {}

    std::vector<Diagnostic> run() {
        check_name();
        check_description();
        check_body();
        check_references();
        check_hidden();
        check_imitation();
        return std::move(found_);
    }

private:
    void say(std::string_view rule, std::uint32_t line, std::string message, std::string fix) {
        found_.push_back(classified({Severity::Warning, skill_.file.string(), line, std::move(message),
                                     std::move(fix), std::string(rule)}));
    }

    /// 1-based; 1 when no line begins with the key.
    std::uint32_t line_of(std::string_view key) const {
        std::uint32_t number = 1;
        for (const auto line : split_lines(std::string_view(skill_.text).substr(0, skill_.body_offset))) {
            const auto rest = line.starts_with(key) ? trim(line.substr(key.size())) : std::string_view();
            if (rest.starts_with(':') || rest.starts_with('=')) {
                return number;
            }
            ++number;
        }
        return 1;
    }

    std::string_view value_of(std::string_view key) const {
        for (const auto& [name, value] : skill_.front_matter) {
            if (name == key) {
                return value;
            }
        }
        return {};
    }

    void check_name() {
        if (!is_well_formed(skill_.name)) {
            say("name-form", line_of("name"),
                "name '" + skill_.name + "' has other than lower-case letters, digits and single hyphens",
                "write it like 'pdf-forms': other tools refuse this one");
        }
    }

    /// Not what is left to its name or tied to files, nor what always comes.
    bool words_wake() const {
        const auto always = [](const Trigger& trigger) { return trigger.kind == TriggerKind::Always; };
        return skill_.automatic && !skill_.only_on_files &&
               std::none_of(skill_.triggers.begin(), skill_.triggers.end(), always);
    }

    void check_description() {
        const auto line = line_of("description");
        const auto listed = characters_in(skill_.description) + characters_in(skill_.when_to_use);
        if (!skill_.when_to_use.empty() && listed > kLongestListing) {
            say("listing-length", line,
                "description and when_to_use have " + std::to_string(listed) + " characters together",
                "shorten them to " + std::to_string(kLongestListing) + ": hosts cut the rest");
        }
        if (const auto length = characters_in(value_of("compatibility")); length > kLongestCompatibility) {
            say("compatibility-length", line_of("compatibility"),
                "compatibility has " + std::to_string(length) + " characters",
                "shorten it to " + std::to_string(kLongestCompatibility));
        }
        if (words_wake() && skill_.when_to_use.empty() && !says_when(skill_.description)) {
            say("description-when", line, "the description does not say when to use the skill",
                "add 'Use when ...' to it, or the key when_to_use");
        }
    }

    void check_body() {
        if (trim(skill_.body()).empty()) {
            say("body-empty", skill_.body_line, "there is nothing below the front matter",
                "write what the agent shall do");
            return;
        }
        const auto lines = split_lines(skill_.body()).size();
        if (skill_.tokens > kMostTokens) {
            say("body-tokens", skill_.body_line,
                "the body has about " + std::to_string(skill_.tokens) + " tokens, more than " +
                    std::to_string(kMostTokens),
                "move parts to files of the skill's folder, and name them in the body");
        }
        if (lines > kMostLines) {
            say("body-lines", skill_.body_line,
                "the body has " + std::to_string(lines) + " lines, more than " + std::to_string(kMostLines),
                "move parts to files of the skill's folder");
        }
        if (skill_.outline.empty() && lines > kLinesWithoutHeading) {
            say("no-headings", skill_.body_line, "the body has no heading",
                "give its parts headings: hosts can then read one alone");
        }
    }

    void check_references() {
        for (const auto& reference : find_references(skill_.body(), skill_.body_line)) {
            const auto state = state_of(reference, skill_.folder);
            if (state == ReferenceState::Missing) {
                say("missing-file", reference.line,
                    "no file '" + reference.target + "' in the skill's folder",
                    "add it, or mend the path: it is relative to the skill's folder");
            } else if (state == ReferenceState::Outside) {
                say("outside-file", reference.line,
                    "'" + reference.target + "' lies outside of the skill's folder",
                    "keep what the skill needs in its folder: it may be installed alone");
            }
        }
    }

    void check_imitation() {
        if (auto found = find_imitation(skill_)) {
            found_.push_back(classified(*std::move(found)));
        }
    }

    void check_hidden() {
        const auto in_file = find_hidden(skill_.text, kMostHidden);
        tell_hidden(in_file);
        // YAML can write a character as an escape: then only the value holds it.
        const bool in_matter = std::any_of(in_file.begin(), in_file.end(), [this](const auto& character) {
            return character.line < skill_.body_line;
        });
        if (in_matter || skill_.body_offset == 0) {
            return;
        }
        for (const auto& [key, value] : skill_.front_matter) {
            const auto hidden = find_hidden(value, kMostHidden);
            for (const auto& group : grouped(hidden)) {
                tell(group, line_of(key), "the value of '" + key + "'");
            }
        }
    }

    static std::vector<HiddenGroup> grouped(const std::vector<HiddenCharacter>& characters) {
        std::map<std::pair<std::uint32_t, HiddenKind>, HiddenGroup> groups;
        for (const auto& character : characters) {
            groups[{character.line, character.kind}].characters.push_back(character);
        }
        std::vector<HiddenGroup> in_order;
        for (auto& [place, group] : groups) {
            in_order.push_back(std::move(group));
        }
        return in_order;
    }

    void tell_hidden(const std::vector<HiddenCharacter>& characters) {
        std::map<HiddenKind, std::size_t> told;
        for (const auto& group : grouped(characters)) {
            const auto& first = group.characters.front();
            if (++told[first.kind] <= kMostHiddenLines) {
                tell(group, first.line, first.line < skill_.body_line ? "the front matter" : "the body");
            }
        }
    }

    void tell(const HiddenGroup& group, std::uint32_t line, const std::string& place) {
        say(rule_id_of(group.characters.front().kind), line, group.message(place),
            "remove it: a person does not see what the model reads");
    }

    const Skill& skill_;
    std::vector<Diagnostic> found_;
};

/// The nearest folder above that is a plugin, or holds a repository: names are told apart within it.
fs::path plugin_of(const fs::path& folder) {
    std::error_code failed;
    for (auto place = folder; place.has_relative_path(); place = place.parent_path()) {
        if (fs::exists(place / ".claude-plugin" / "plugin.json", failed)) {
            return place;
        }
    }
    return {};
}

}  // namespace

std::vector<Diagnostic> lint_skill(const Skill& skill) {
    return Linter(skill).run();
}

std::vector<Diagnostic> lint_names(std::span<const std::shared_ptr<const Skill>> skills) {
    std::map<std::pair<fs::path, std::string>, const Skill*> first;
    std::vector<Diagnostic> found;
    for (const auto& skill : skills) {
        const auto [known, added] =
            first.try_emplace({plugin_of(skill->folder), skill->qualified_name()}, skill.get());
        if (added) {
            continue;
        }
        const bool copy = known->second->digest == skill->digest;
        found.push_back(
            classified({Severity::Warning, skill->file.string(), 1,
                        "name '" + skill->name + "' is also that of " + known->second->file.string() +
                            (copy ? ", a copy" : ", which stands in front"),
                        "rename or remove one of them", copy ? "duplicate-copy" : "duplicate-name"}));
    }
    return found;
}

}  // namespace skillwake::skill
