#include "matcher/index.h"

#include "base/parallel.h"
#include "base/text.h"
#include "matcher/command.h"
#include "matcher/evidence_kind.h"
#include "matcher/lexical/lexical_builder.h"
#include "matcher/trigger_pattern.h"
#include "matcher/weights.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace skillwake::matcher {

using skill::TriggerKind;

/// Puts every skill's triggers into the tables of an index.
class Index::Compiler {
public:
    Compiler(Index& index, const Index* previous) : index_(index), previous_(previous) {}

    void run() {
        read_skills();
        weigh_shared_triggers(index_.derived_);
        for (std::uint32_t i = 0; i < index_.skills_.size(); ++i) {
            add_name(SkillId{i});
            for (const auto& trigger : index_.skills_[i]->triggers) {
                add_trigger(SkillId{i}, trigger);
            }
            add_derived(SkillId{i});
        }
        share_signs();
        index_.phrases_.finish();
        index_.globs_.finish();
        index_.prompt_patterns_.compile();
        index_.content_patterns_.compile();
        index_.error_patterns_.compile();
        index_.path_patterns_.compile();
        index_.syntax_.compile();
    }

private:
    std::uint32_t next_number() const { return static_cast<std::uint32_t>(index_.entries_.size()); }

    static constexpr std::uint32_t kNew = lexical::WordPostings::kNoSkill;

    /// Of each skill its number in the previous index, or kNew.
    std::vector<std::uint32_t> places_before() const {
        std::unordered_map<const skill::Skill*, std::uint32_t> known;
        for (std::uint32_t i = 0; previous_ != nullptr && i < previous_->skills_.size(); ++i) {
            known.emplace(previous_->skills_[i].get(), i);
        }
        std::vector<std::uint32_t> places;
        for (const auto& skill : index_.skills_) {
            const auto place = known.find(skill.get());
            places.push_back(place == known.end() ? kNew : place->second);
        }
        return places;
    }

    /// Whether the words of skills that stay can be taken over: they stand in the order they had.
    bool keeps_words(std::vector<std::uint32_t> before) const {
        const auto added = std::erase(before, kNew);
        return previous_ != nullptr && std::is_sorted(before.begin(), before.end()) &&
               lexical::LexicalBuilder::is_worth_following(previous_->words_, added);
    }

    /// What the skill of that file derived in the previous index, whose skills stand in the order of their
    /// files; null: it had none.
    const DerivedAlone* derived_before(const std::filesystem::path& file) const {
        if (previous_ == nullptr) {
            return nullptr;
        }
        const auto& known = previous_->skills_;
        const auto found =
            std::lower_bound(known.begin(), known.end(), file,
                             [](const auto& skill, const auto& path) { return skill->file < path; });
        return found != known.end() && (*found)->file == file
                   ? previous_->derived_alone_[static_cast<std::size_t>(found - known.begin())].get()
                   : nullptr;
    }

    /// Reads what is new, many skills at the same time, and puts them in one after the other; but not too
    /// many ahead, for what is read takes much more memory than what becomes of it.
    void read_skills() {
        constexpr std::size_t kAhead = 512;
        constexpr std::ptrdiff_t kFewest = 32;  // fewer are not worth threads
        const auto before = places_before();
        const bool keeps = keeps_words(before);
        auto words = keeps ? lexical::LexicalBuilder(previous_->words_) : lexical::LexicalBuilder();
        index_.derived_alone_.resize(before.size());
        index_.derived_.resize(before.size());
        std::vector<lexical::SkillWords> read(kAhead);
        const auto make = [&](std::size_t i) {
            const auto& skill = *index_.skills_[i];
            const bool is_new = before[i] == kNew;
            if (is_new || !keeps) {
                read[i % kAhead] = lexical::count_words(skill);
            }
            index_.derived_alone_[i] =
                is_new
                    ? std::make_shared<const DerivedAlone>(derive_triggers(skill, derived_before(skill.file)))
                    : previous_->derived_alone_[before[i]];
            index_.derived_[i] = index_.derived_alone_[i]->triggers;
        };
        const auto take = [&](std::size_t i) {
            if (before[i] == kNew || !keeps) {
                words.add(std::exchange(read[i % kAhead], {}));
            } else {
                words.take(before[i], lexical::folder_name(*index_.skills_[i]));
            }
        };
        if (!keeps || std::count(before.begin(), before.end(), kNew) >= kFewest) {
            make_and_take(before.size(), kAhead, make, take);
        } else {
            for (std::size_t i = 0; i < before.size(); ++i) {
                make(i);
                take(i);
            }
        }
        index_.words_ = words.finish();
    }

    /// What a plugin says of all its skills is no reason to name one of them: see kDerivedImport.
    void share_signs() {
        std::map<std::tuple<TriggerKind, std::string_view, std::string_view>, double> skills;
        const auto key_of = [](const skill::Trigger& trigger) {
            return std::tuple(trigger.kind, std::string_view(trigger.text), std::string_view(trigger.file));
        };
        const auto is_sign = [](const Entry& entry) {
            return entry.trigger != nullptr && entry.trigger->strength != skill::Strength::Full;
        };
        for (const auto& entry : index_.entries_) {
            if (is_sign(entry)) {
                ++skills[key_of(*entry.trigger)];
            }
        }
        for (auto& entry : index_.entries_) {
            if (is_sign(entry)) {
                entry.share = 1.0 / std::sqrt(skills[key_of(*entry.trigger)]);
            }
        }
    }

    void add_derived(SkillId skill) {
        for (const auto& trigger : index_.derived(skill)) {
            if (trigger.kind == TriggerKind::Path) {
                index_.file_types_[file_type_of(trigger.text)].push_back(next_number());
                index_.entries_.push_back({skill, nullptr, &trigger});
            } else if (index_.syntax_.add_shared_import(trigger.language, trigger.text, next_number())) {
                index_.entries_.push_back({skill, nullptr, &trigger});
            }
        }
    }

    void add_name(SkillId skill) {
        if (index_.phrases_.add(index_.skill(skill).name, next_number())) {
            index_.entries_.push_back({skill, nullptr, nullptr});
        }
    }

    void add_trigger(SkillId skill, const skill::Trigger& trigger) {
        const auto added = add_to_table(trigger, next_number());
        if (added) {
            index_.entries_.push_back({skill, &trigger, nullptr});
            return;
        }
        const auto path = trigger.file.empty() ? index_.skill(skill).file.string() : trigger.file;
        index_.diagnostics_.push_back({skill::Severity::Warning, path, trigger.line,
                                       std::string(skill::name_of(trigger.kind)) + " '" + trigger.text +
                                           "' is disabled: " + added.error().message(),
                                       "mend or remove it"});
    }

    Status add_to_table(const skill::Trigger& trigger, std::uint32_t number) {
        switch (trigger.kind) {
            case TriggerKind::Keyword:
            case TriggerKind::Exclude:
            case TriggerKind::Veto:
                return add_words(trigger, number);
            case TriggerKind::Pattern:
                return index_.prompt_patterns_.add(pattern_of(trigger), number);
            case TriggerKind::Marker:
                return index_.content_patterns_.add(RE2::QuoteMeta(trigger.text), number);
            case TriggerKind::Content:
                return index_.content_patterns_.add(pattern_of(trigger), number);
            case TriggerKind::Error:
                return index_.error_patterns_.add(pattern_of(trigger), number);
            case TriggerKind::Path:
                return add_path(trigger, number);
            case TriggerKind::Command:
                return add_command(trigger.text, number);
            case TriggerKind::AstImport:
                return index_.syntax_.add_import(trigger.language, trigger.text, number);
            case TriggerKind::AstNode:
                return index_.syntax_.add_node(trigger.language, trigger.text, number);
            case TriggerKind::AstCall:
                return index_.syntax_.add_call(trigger.language, trigger.text, number);
            case TriggerKind::AstDecorator:
                return index_.syntax_.add_decorator(trigger.language, trigger.text, number);
            case TriggerKind::AstType:
                return index_.syntax_.add_type(trigger.language, trigger.text, number);
            case TriggerKind::AstQuery:
                return index_.syntax_.add_query(trigger.language, trigger.text, number);
            case TriggerKind::Always:
                index_.always_.push_back(number);
                return Ok{};
            case TriggerKind::PathPattern:
                return index_.path_patterns_.add("(?i:" + trigger.text + ")", number);
            case TriggerKind::Host:
                index_.hosts_[fold_ascii(trigger.text)].push_back(number);
                return Ok{};
            case TriggerKind::Workspace:
                return add_workspace(trigger.text, number);
        }
        return Ok{};
    }

    Status add_words(const skill::Trigger& trigger, std::uint32_t number) {
        if (is_literal(trigger) || trigger.reading == skill::Reading::IgnoreCase) {
            return index_.prompt_patterns_.add(pattern_of(trigger), number);
        }
        return add_phrase(trigger.text, number);
    }

    Status add_phrase(const std::string& phrase, std::uint32_t number) {
        if (!index_.phrases_.add(phrase, number)) {
            return Error(Errc::Invalid,
                         "it holds no word, or more than " + std::to_string(PhraseTable::kMaxPhraseWords));
        }
        return Ok{};
    }

    Status add_path(const skill::Trigger& trigger, std::uint32_t number) {
        auto glob = Glob::compile(glob_of(trigger));
        if (!glob) {
            return std::move(glob).error();
        }
        index_.globs_.add(*glob, static_cast<std::uint32_t>(index_.paths_.size()));
        index_.paths_.push_back({number, *std::move(glob), trigger.reading == skill::Reading::RootedNoDots,
                                 trigger.reading == skill::Reading::IgnoreCase});
        return Ok{};
    }

    Status add_workspace(const std::string& text, std::uint32_t number) {
        auto glob = WorkspaceGlob::compile(text);
        if (!glob) {
            return std::move(glob).error();
        }
        index_.workspaces_.push_back({number, *std::move(glob)});
        return Ok{};
    }

    Status add_command(const std::string& text, std::uint32_t number) {
        auto commands = read_commands(text);
        if (commands.size() != 1) {
            return Error(Errc::Invalid, "expected the first words of one command");
        }
        auto& words = commands.front();
        auto first = words.front();
        index_.commands_[std::move(first)].push_back({number, std::move(words)});
        return Ok{};
    }

    Index& index_;
    const Index* previous_;  ///< may be null
};

double Index::weight(SkillId id, const skill::Trigger& trigger) const {
    const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& known) {
        return known.skill == id && known.trigger == &trigger;
    });
    return entry == entries_.end() ? 0.0
                                   : weight_of(evidence_kind(trigger.kind), trigger.strength) * entry->share;
}

std::shared_ptr<const Index> Index::compile(Skills skills, const Index* previous) {
    auto index = std::make_shared<Index>();
    index->skills_ = std::move(skills);
    Compiler(*index, previous).run();
    return index;
}

}  // namespace skillwake::matcher
