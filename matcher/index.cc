#include "matcher/index.h"

#include "base/text.h"
#include "matcher/command.h"
#include "matcher/evidence_kind.h"
#include "matcher/trigger_pattern.h"
#include "matcher/weights.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace skillwake::matcher {

using skill::TriggerKind;

/// Puts every skill's triggers into the tables of an index.
class Index::Compiler {
public:
    explicit Compiler(Index& index) : index_(index) {}

    /// Its skills stand beside those of `rest` that are not gone.
    void stand_beside(const Index& rest, std::span<const SkillId> gone) {
        know(rest.readings_);
        shares_.stand_beside(rest.shares_);
        is_beside_ = true;
        for (const auto skill : gone) {
            leave_out(rest, skill);
        }
    }

    void run() {
        know(index_.readings_);
        share_derived();
        for (std::uint32_t i = 0; i < index_.readings_.skills.size(); ++i) {
            add_name(SkillId{i});
            for (const auto& trigger : index_.readings_.skills[i]->triggers) {
                add_trigger(SkillId{i}, trigger);
            }
            add_derived(SkillId{i});
        }
        share_signs();
        index_.phrases_.finish();
        index_.globs_.finish();
        auto readings = std::make_shared<PatternReadings>();
        each_pattern_set([&readings](PatternSet& patterns) { patterns.compile(*readings); });
        index_.readings_.patterns = std::move(readings);
        index_.syntax_.compile();
        if (!is_beside_) {
            index_.shares_ = std::move(shares_);
        }
    }

private:
    template <class Do>
    void each_pattern_set(Do act) {
        for (auto* patterns : {&index_.prompt_patterns_, &index_.content_patterns_, &index_.error_patterns_,
                               &index_.path_patterns_}) {
            act(*patterns);
        }
    }

    void know(const SkillReadings& readings) {
        if (readings.patterns != nullptr) {
            each_pattern_set([&readings](PatternSet& patterns) { patterns.know(*readings.patterns); });
        }
    }

    void leave_out(const Index& rest, SkillId gone) {
        for (const auto& trigger : rest.derived(gone)) {
            shares_.leave_out(trigger);
        }
        for (const auto& trigger : rest.skill(gone).triggers) {
            if (is_sign(trigger)) {
                shares_.leave_out(trigger);
            }
        }
    }

    static bool is_sign(const skill::Trigger& trigger) { return trigger.strength != skill::Strength::Full; }

    std::uint32_t next_number() const { return static_cast<std::uint32_t>(index_.entries_.size()); }

    void share_derived() {
        for (const auto& derived : index_.readings_.derived) {
            for (const auto& trigger : index_.derived_.emplace_back(derived->triggers)) {
                shares_.add(trigger);
            }
        }
        for (auto& triggers : index_.derived_) {
            for (auto& trigger : triggers) {
                trigger.weight /= std::sqrt(shares_.count(trigger));
            }
        }
    }

    /// What a plugin says of all its skills is no reason to name one of them: see kDerivedImport.
    void share_signs() {
        for (const auto& entry : index_.entries_) {
            if (entry.trigger != nullptr && is_sign(*entry.trigger)) {
                shares_.add(*entry.trigger);
            }
        }
        for (auto& entry : index_.entries_) {
            if (entry.trigger != nullptr && is_sign(*entry.trigger)) {
                entry.share = 1.0 / std::sqrt(shares_.count(*entry.trigger));
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
        index_.diagnosed_.push_back(skill);
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
    ShareCounts shares_;
    bool is_beside_ = false;
};

double Index::weight(SkillId id, const skill::Trigger& trigger) const {
    const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& known) {
        return known.skill == id && known.trigger == &trigger;
    });
    return entry == entries_.end() ? 0.0
                                   : weight_of(evidence_kind(trigger.kind), trigger.strength) * entry->share;
}

std::shared_ptr<const Index> Index::compile(Skills skills, const SkillReadings* previous, ReadAhead* ahead) {
    auto index = std::make_shared<Index>();
    index->readings_ = read_skills(std::move(skills), previous, ahead);
    Compiler(*index).run();
    return index;
}

std::shared_ptr<const Index> Index::compile_beside(const Index& rest, std::span<const SkillId> gone,
                                                   Skills skills, const Index* previous, ReadAhead* ahead) {
    auto index = std::make_shared<Index>();
    index->readings_ = read_skills(std::move(skills), previous == nullptr ? nullptr : &previous->readings_,
                                   ahead, &rest.readings_);
    Compiler compiler(*index);
    compiler.stand_beside(rest, gone);
    compiler.run();
    return index;
}

}  // namespace skillwake::matcher
