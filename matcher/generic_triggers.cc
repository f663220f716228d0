#include "matcher/generic_triggers.h"

#include "base/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kFewestSkills = 2;  ///< one may just be about the same
constexpr std::size_t kNamesTold = 3;

bool is_of_words(skill::TriggerKind kind) {
    return kind == skill::TriggerKind::Keyword || kind == skill::TriggerKind::Pattern;
}

bool declares_words(const skill::Skill& skill) {
    return std::any_of(skill.triggers.begin(), skill.triggers.end(),
                       [](const skill::Trigger& trigger) { return is_of_words(trigger.kind); });
}

/// Names of the other skills that each trigger fires on: by declaring skill, kind and text.
class GenericTriggers {
public:
    explicit GenericTriggers(const Index::Skills& skills) {
        Index::Skills declaring;
        std::copy_if(skills.begin(), skills.end(), std::back_inserter(declaring),
                     [](const auto& skill) { return declares_words(*skill); });
        if (declaring.empty()) {
            return;
        }
        index_ = Index::compile(std::move(declaring));
        for (const auto& skill : skills) {
            fire_on(*skill);
        }
    }

    std::vector<skill::Diagnostic> diagnostics() const {
        std::vector<skill::Diagnostic> told;
        if (index_ == nullptr) {
            return told;
        }
        for (const auto& skill : index_->skills()) {
            for (const auto& trigger : skill->triggers) {
                const auto fired = fired_.find({skill.get(), trigger.text});
                if (is_of_words(trigger.kind) && fired != fired_.end() &&
                    fired->second.size() >= kFewestSkills) {
                    told.push_back(diagnostic(*skill, trigger, fired->second));
                }
            }
        }
        return told;
    }

private:
    using Names = std::set<std::string>;

    void fire_on(const skill::Skill& described) {
        const auto reading = read_prompt(described.description);
        const auto found = index_->collect({described.description, {}, {}, {}}, reading, Budget{});
        for (const auto& [id, evidence] : found.skills) {
            const auto& skill = index_->skill(id);
            if (skill.name == described.name) {
                continue;
            }
            for (const auto& piece : evidence) {
                if (!piece.sign &&
                    (piece.kind == EvidenceKind::Keyword || piece.kind == EvidenceKind::Pattern)) {
                    fired_[{&skill, piece.trigger}].insert(described.name);
                }
            }
        }
    }

    static skill::Diagnostic diagnostic(const skill::Skill& skill, const skill::Trigger& trigger,
                                        const Names& names) {
        std::vector<std::string> told;
        for (auto name = names.begin(); name != names.end() && told.size() < kNamesTold; ++name) {
            told.push_back(*name);
        }
        auto message = std::string(skill::name_of(trigger.kind)) + " '" + trigger.text +
                       "' fires on the descriptions of " + std::to_string(names.size()) +
                       " other skills: " + join(told, ", ") + (names.size() > told.size() ? " ..." : "");
        return {skill::Severity::Warning,
                trigger.file.empty() ? skill.file.string() : trigger.file,
                trigger.line,
                std::move(message),
                "make it more telling, or remove it: it wakes this skill for their work",
                "generic-trigger"};
    }

    std::shared_ptr<const Index> index_;
    std::map<std::pair<const skill::Skill*, std::string>, Names> fired_;
};

}  // namespace

std::vector<skill::Diagnostic> find_generic_triggers(const Index::Skills& skills) {
    return GenericTriggers(skills).diagnostics();
}

}  // namespace skillwake::matcher
