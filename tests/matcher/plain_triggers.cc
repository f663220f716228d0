#include "tests/matcher/plain_triggers.h"

#include "matcher/command.h"
#include "matcher/evidence_kind.h"
#include "matcher/glob.h"
#include "matcher/prompt_reading.h"
#include "matcher/source_facts.h"
#include "matcher/source_name.h"
#include "matcher/trigger_pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string_view>

namespace skillwake::matcher {
namespace {

using skill::Trigger;
using skill::TriggerKind;

constexpr std::chrono::seconds kAmple{20};

bool holds_words(const std::vector<Word>& text, const std::vector<Word>& wanted) {
    const auto same = [](const Word& a, const Word& b) { return a.text == b.text; };
    return !wanted.empty() &&
           std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), same) != text.end();
}

/// The first match counts, when it is more than nothing.
bool holds_pattern(const std::string& text, const Trigger& trigger) {
    const RE2 pattern(pattern_of(trigger));
    if (!pattern.ok()) {
        throw std::runtime_error(trigger.text + ": " + pattern.error());
    }
    re2::StringPiece match;
    return pattern.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1) && !match.empty();
}

/// The facts of one source in one language.
struct ReadSource {
    const Language* language;
    SourceFacts facts;
};

ReadSource read_source(const Language& language, std::string_view source) {
    const auto text = parsable_source(language, source);
    const auto tree = SyntaxTree::parse(language.grammar(), text, kAmple);
    if (!tree) {
        throw std::runtime_error(tree.error().message());
    }
    return {&language, fact_reader(language).read(*tree, kAmple)};
}

class PlainEvent {
public:
    explicit PlainEvent(const Event& event) : event_(event), prompt_(read_prompt(event.prompt)) {
        for (const auto& code : prompt_.code) {
            if (code.language != nullptr && code.language->grammar != nullptr) {
                sources_.push_back(read_source(*code.language, code.text));
            }
        }
        for (const auto& file : event.files) {
            paths_.emplace_back(file.path);
            const auto* language = language_of_path(file.path);
            for (const auto piece : file.pieces) {
                if (language != nullptr && language->grammar != nullptr) {
                    sources_.push_back(read_source(*language, piece));
                }
            }
        }
        paths_.insert(paths_.end(), prompt_.paths.begin(), prompt_.paths.end());
    }

    /// The path triggers of a skill that hold: of each path the first glob of the list that takes it in and
    /// behind which none takes all of it back.
    std::set<const Trigger*> held_paths(const skill::Skill& skill) const {
        std::set<const Trigger*> held;
        for (auto path : paths_) {
            path.remove_prefix(path.starts_with("./") ? 2 : 0);
            const Trigger* first = nullptr;
            for (const auto& trigger : skill.triggers) {
                if (trigger.kind != TriggerKind::Path) {
                    continue;
                }
                const auto glob = Glob::compile(glob_of(trigger));
                if (glob && glob->matches(path)) {
                    first = glob->negated() ? nullptr : first == nullptr ? &trigger : first;
                }
            }
            if (first != nullptr) {
                held.insert(first);
            }
        }
        return held;
    }

    bool holds(const Trigger& trigger) const {
        switch (trigger.kind) {
            case TriggerKind::Keyword:
                return holds_words(prompt_.words, read_words(trigger.text));
            case TriggerKind::Pattern:
                return holds_pattern(prompt_.prose, trigger);
            case TriggerKind::Content:
                return std::any_of(event_.files.begin(), event_.files.end(), [&](const TouchedFile& file) {
                    return std::any_of(file.pieces.begin(), file.pieces.end(), [&](std::string_view piece) {
                        return holds_pattern(std::string(piece), trigger);
                    });
                });
            case TriggerKind::Command:
                return std::any_of(
                    event_.commands.begin(), event_.commands.end(), [&](std::string_view line) {
                        const auto commands = read_commands(line);
                        return std::any_of(commands.begin(), commands.end(), [&](const auto& command) {
                            return begins_with(command, read_commands(trigger.text).front());
                        });
                    });
            case TriggerKind::Error:
                return holds_error(trigger);
            default:
                return std::any_of(sources_.begin(), sources_.end(), [&](const ReadSource& source) {
                    return (source.language->name == trigger.language ||
                            source.language->family == trigger.language) &&
                           holds_syntax(source.facts, trigger);
                });
        }
    }

private:
    bool holds_error(const Trigger& trigger) const {
        return std::any_of(
                   event_.outputs.begin(), event_.outputs.end(),
                   [&](std::string_view output) { return holds_pattern(std::string(output), trigger); }) ||
               std::any_of(prompt_.regions.begin(), prompt_.regions.end(), [&](const RegionSpan& span) {
                   return span.region != Region::Reminder && span.region != Region::Url &&
                          span.region != Region::Diff &&
                          holds_pattern(std::string(prompt_.prompt.substr(span.begin, span.end - span.begin)),
                                        trigger);
               });
    }

    static bool holds_syntax(const SourceFacts& facts, const Trigger& trigger) {
        const auto wanted = comparable_name(trigger.text);
        const auto any = [&](const std::vector<SourceFact>& known, auto fits) {
            return std::any_of(known.begin(), known.end(), [&](const SourceFact& fact) {
                return fits(comparable_name(fact.name), wanted);
            });
        };
        switch (trigger.kind) {
            case TriggerKind::AstImport:
                return any(facts.imports, is_or_below);
            case TriggerKind::AstCall:
                return any(facts.calls, fits_name);
            case TriggerKind::AstDecorator:
                return any(facts.decorators, fits_name);
            case TriggerKind::AstType:
                return any(facts.types, fits_name);
            case TriggerKind::AstNode:
                return any(facts.nodes, [](const auto& a, const auto& b) { return a == b; });
            default:
                throw std::runtime_error("a kind of trigger that is not read plainly");
        }
    }

    const Event& event_;
    PromptReading prompt_;
    std::vector<std::string_view> paths_;
    std::vector<ReadSource> sources_;
};

}  // namespace

std::set<HeldTrigger> plain_triggers(const std::vector<skill::Skill>& skills, const Event& event) {
    const PlainEvent plain(event);
    std::set<HeldTrigger> held;
    for (std::size_t number = 0; number < skills.size(); ++number) {
        const auto paths = plain.held_paths(skills[number]);
        for (const auto& trigger : skills[number].triggers) {
            if (trigger.kind == TriggerKind::Path ? paths.contains(&trigger) : plain.holds(trigger)) {
                held.emplace(number, evidence_kind(trigger.kind), trigger.text);
            }
        }
    }
    return held;
}

}  // namespace skillwake::matcher
