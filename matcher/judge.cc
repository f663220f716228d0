#include "matcher/judge.h"

#include "base/text.h"
#include "matcher/confidence.h"
#include "matcher/lexical/ranker.h"
#include "matcher/weights.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <set>

namespace skillwake::matcher {
namespace {

/// The languages that a skill's declared syntax is about; empty: any.
std::set<std::string_view> languages_of(const skill::Skill& skill) {
    std::set<std::string_view> languages;
    for (const auto& trigger : skill.triggers) {
        if (const auto* language = language_named(trigger.language)) {
            languages.insert(language->family);
        }
    }
    return languages;
}

bool speaks_for_prompt(const std::vector<Evidence>& evidence) {
    return std::any_of(evidence.begin(), evidence.end(),
                       [](const Evidence& piece) { return is_of_prompt(piece.kind) && piece.weight > 0; });
}

Evidence against(EvidenceKind kind, std::string trigger, double factor) {
    Evidence evidence;
    evidence.kind = kind;
    evidence.trigger = std::move(trigger);
    evidence.weight = factor - 1.0;
    return evidence;
}

bool is_vetoed(const std::vector<Evidence>& evidence) {
    return std::any_of(evidence.begin(), evidence.end(), [](const Evidence& piece) {
        return piece.kind == EvidenceKind::Exclude && piece.sentence == kWholePrompt;
    });
}

class Judge {
public:
    Judge(const View& view, const Event& event, const Memory& memory, const Budget& budget)
        : view_(view), event_(event), memory_(memory), budget_(budget) {}

    Judgement run() {
        judgement_.prompt = read_prompt(event_.prompt);
        for (std::size_t layer = 0; layer < view_.layers.size(); ++layer) {
            collect(layer);
        }
        if (!event_.prompt.empty()) {
            rank_by_words();
        }
        for (auto& [ref, evidence] : by_skill_) {
            judge_skill(ref, std::move(evidence));
        }
        sort_candidates();
        silence_twins();
        return std::move(judgement_);
    }

private:
    void collect(std::size_t layer) {
        const auto& seen = view_.layers[layer];
        auto found = seen.index->collect(event_, judgement_.prompt, budget_);
        judgement_.complete = judgement_.complete && found.complete;
        judgement_.leftovers.add(std::move(found.leftovers));
        for (auto& skill : found.skills) {
            const auto place = static_cast<std::size_t>(skill.skill);
            if (!seen.hidden.empty() && seen.hidden[place]) {
                continue;
            }
            by_skill_[{layer, skill.skill}] = std::move(skill.evidence);
        }
    }

    /// What the skills' own words say of the prompt: evidence for those that it fits.
    void rank_by_words() {
        std::vector<lexical::LexicalLayer> layers;
        for (const auto& layer : view_.layers) {
            layers.push_back({&layer.index->words(), &layer.hidden});
        }
        auto ranking = lexical::rank_by_words(layers, judgement_.prompt, asked_skills());
        judgement_.need = ranking.need;
        judgement_.complete = judgement_.complete && ranking.complete;
        judgement_.short_list = ranking.short_list;
        for (auto& match : ranking.matches) {
            const SkillRef ref{match.place.layer, SkillId{match.place.skill}};
            if (skill_of(view_, ref).only_on_files) {
                continue;
            }
            const bool declares = declares_words(skill_of(view_, ref));
            if (declares && match.concepts < kLeastConcepts) {
                match.confidence = std::min(match.confidence, kSuggest / 2);
                match.worth_a_line = false;
            }
            by_skill_[ref].push_back(word_evidence(match));
            words_.emplace(ref, std::move(match));
        }
    }

    lexical::AskedSkills asked_skills() const {
        lexical::AskedSkills asked;
        asked.best = budget_.ranked;
        if (budget_.ranked == 0) {
            asked.tells = [this](lexical::SkillPlace place) {
                const SkillRef ref{place.layer, SkillId{place.skill}};
                return by_skill_.count(ref) > 0 || memory_.strength(skill_of(view_, ref).file.native()) > 0;
            };
        }
        for (const auto& [ref, evidence] : by_skill_) {
            const lexical::SkillPlace place{ref.layer, static_cast<std::uint32_t>(ref.id)};
            asked.others.insert(place);
            if (std::any_of(evidence.begin(), evidence.end(), [](const Evidence& piece) {
                    return piece.kind == EvidenceKind::Name && piece.weight >= kSuggest;
                })) {
                asked.named.insert(place);
            }
        }
        return asked;
    }

    /// Whether its author said which words should wake it: then one word of its text alone does not.
    static bool declares_words(const skill::Skill& skill) {
        return std::any_of(skill.triggers.begin(), skill.triggers.end(), [](const skill::Trigger& trigger) {
            return trigger.strength == skill::Strength::Full &&
                   (trigger.kind == skill::TriggerKind::Keyword ||
                    trigger.kind == skill::TriggerKind::Pattern);
        });
    }

    /// With the place of the word that told most; a region of its own it does not have.
    Evidence word_evidence(const lexical::WordMatch& match) const {
        Evidence evidence;
        const auto& words = judgement_.prompt.words;
        const auto first = match.terms.empty()
                               ? words.end()
                               : std::find_if(words.begin(), words.end(), [&](const Word& word) {
                                     return word.text.find(match.terms.front()) != std::string::npos;
                                 });
        if (first != words.end()) {
            evidence.begin = first->begin;
            evidence.end = first->end;
        }
        evidence.kind = EvidenceKind::Term;
        evidence.trigger = join(match.terms, " ");
        evidence.text = evidence.trigger;
        evidence.sentence = kWholePrompt;
        evidence.weight = match.confidence;
        return evidence;
    }

    void judge_skill(SkillRef ref, std::vector<Evidence> evidence) {
        const auto& skill = skill_of(view_, ref);
        if (is_vetoed(evidence)) {
            std::erase_if(evidence, [](const Evidence& piece) { return piece.weight > 0; });
        }
        if (speaks_for_prompt(evidence)) {
            add_counter_evidence(skill, evidence);
        }
        Candidate candidate;
        candidate.ref = ref;
        const auto fresh = confidence_of(evidence);
        candidate.confidence = add_memory(skill, fresh, evidence) ? confidence_of(evidence) : fresh;
        const auto words = words_.find(ref);
        const auto* match = words == words_.end() ? nullptr : &words->second;
        const double without_words = confidence_without_words(evidence);
        // As the confidence, but its words as likely as that any skill is wanted and this one stands first.
        candidate.score =
            match == nullptr ? candidate.confidence : confidence_with_words(evidence, match->line);
        // Words alone need more where another skill's words fit nearly as well.
        const bool words_alone = match != nullptr && without_words <= kLeastFreshWeight;
        candidate.load_from = words_alone ? match->load_from : kLoad;
        if (fresh >= kLeastFreshWeight && skill.wakes_itself()) {
            // Words alone are worth a line only where the prompt seems to want some skill of this view at
            // all.
            const bool worth_a_line = match != nullptr && match->worth_a_line && !is_spoken_against(evidence);
            const auto wanted = candidate.confidence >= candidate.load_from ? Action::Load
                                : worth_a_line || without_words >= kSuggest ? Action::Suggest
                                                                            : Action::None;
            candidate.action = std::min(wanted, most_of(skill));
        }
        if (evidence.size() > 1) {  // else it would ask for memory all the same
            std::stable_sort(evidence.begin(), evidence.end(), [](const Evidence& a, const Evidence& b) {
                return std::abs(a.weight) > std::abs(b.weight);
            });
        }
        candidate.evidence = std::move(evidence);
        judgement_.candidates.push_back(std::move(candidate));
    }

    static Action most_of(const skill::Skill& skill) {
        return skill.at_most_named ? Action::Suggest : Action::Load;
    }

    static bool is_spoken_against(const std::vector<Evidence>& evidence) {
        return std::any_of(evidence.begin(), evidence.end(), [](const Evidence& piece) {
            return piece.weight < 0 || piece.kind == EvidenceKind::Exclude;
        });
    }

    void add_counter_evidence(const skill::Skill& skill, std::vector<Evidence>& evidence) const {
        if (judgement_.prompt.talks_about_skills) {
            evidence.push_back(against(EvidenceKind::Negation, "talk about skills", kSkillTalkFactor));
        }
        if (judgement_.prompt.languages.empty() && memory_.languages().empty()) {
            return;
        }
        if (const auto* other = other_language_at_hand(languages_of(skill))) {
            evidence.push_back(
                against(EvidenceKind::Language, std::string(other->name), kOtherLanguageFactor));
        }
    }

    /// What the prompt names comes first; only when it names none do the session's files tell.
    const Language* other_language_at_hand(const std::set<std::string_view>& own) const {
        if (own.empty()) {
            return nullptr;
        }
        const auto pick = [&own](const auto& languages) -> const Language* {
            const bool is_own =
                std::any_of(languages.begin(), languages.end(),
                            [&](const Language* language) { return own.count(language->family) > 0; });
            return is_own || languages.empty() ? nullptr : languages.front();
        };
        return judgement_.prompt.languages.empty() ? pick(memory_.languages())
                                                   : pick(judgement_.prompt.languages);
    }

    /// Whether there is something that adds to what is fresh.
    bool add_memory(const skill::Skill& skill, double fresh, std::vector<Evidence>& evidence) const {
        const auto& path = skill.file.native();
        const auto strength = memory_.strength(path) * kSessionFactor;
        if (strength < kLeastFreshWeight || fresh < kLeastFreshWeight) {
            return false;
        }
        Evidence remembered;
        remembered.kind = EvidenceKind::Session;
        remembered.trigger = "earlier in this session";
        remembered.text = memory_.reason(path);
        remembered.weight = strength;
        evidence.push_back(std::move(remembered));
        return true;
    }

    void sort_candidates() {
        const auto roots = roots_of(view_);
        const auto path = [this](const Candidate& candidate) -> const std::filesystem::path& {
            return skill_of(view_, candidate.ref).file;
        };
        std::sort(judgement_.candidates.begin(), judgement_.candidates.end(),
                  [&](const Candidate& a, const Candidate& b) {
                      if (a.confidence != b.confidence) {
                          return a.confidence > b.confidence;
                      }
                      const auto priority = [this](const Candidate& candidate) {
                          return skill_of(view_, candidate.ref).priority;
                      };
                      if (priority(a) != priority(b)) {
                          return priority(a) > priority(b);
                      }
                      const auto root = roots[a.ref.layer];
                      const auto other = roots[b.ref.layer];
                      return root != other ? root < other : path(a) < path(b);
                  });
    }

    /// Of skills that say nearly the same only the surest is given: the others would only repeat it. What its
    /// author declared wakes a skill all the same, unless it is another copy of the same name.
    void silence_twins() {
        std::vector<const Candidate*> ahead;
        for (auto& candidate : judgement_.candidates) {
            if (candidate.action == Action::None || ahead.size() >= kTwinsLookedAt) {
                continue;
            }
            const auto twin = std::find_if(ahead.begin(), ahead.end(), [&](const Candidate* other) {
                const bool copy = skill_of(view_, other->ref).name == skill_of(view_, candidate.ref).name;
                const bool declared = confidence_without_words(candidate.evidence) > kLeastFreshWeight;
                return (copy || !declared) && are_twins(other->ref, candidate.ref);
            });
            if (twin == ahead.end()) {
                ahead.push_back(&candidate);
            } else {
                candidate.action = Action::None;
                candidate.evidence.push_back(
                    against(EvidenceKind::Twin, skill_of(view_, (*twin)->ref).file.string(), 0));
            }
        }
    }

    bool are_twins(SkillRef a, SkillRef b) const {
        return lexical::are_twins(view_.layers[a.layer].index->words(), static_cast<std::uint32_t>(a.id),
                                  view_.layers[b.layer].index->words(), static_cast<std::uint32_t>(b.id));
    }

    static constexpr std::size_t kTwinsLookedAt = 16;

    const View& view_;
    const Event& event_;
    const Memory& memory_;
    const Budget& budget_;
    Judgement judgement_;
    std::map<SkillRef, std::vector<Evidence>> by_skill_;
    std::map<SkillRef, lexical::WordMatch> words_;
};

}  // namespace

std::string reason_of(const std::vector<Evidence>& evidence) {
    constexpr std::size_t kReasons = 3;
    std::string reason;
    std::set<std::string> told;
    for (const auto& piece : evidence) {
        if (piece.weight <= 0 || told.size() == kReasons || !told.insert(piece.trigger).second) {
            continue;
        }
        reason.append(reason.empty() ? "" : ", ");
        if (!piece.path.empty()) {
            reason.append(piece.path)
                .append(piece.line > 0 ? ":" + std::to_string(piece.line) : "")
                .append(" ");
        }
        reason.append(name_of(piece.kind)).append(" '").append(piece.trigger).append("'");
    }
    return reason;
}

namespace {

/// Says of what the cut prompt gave where it stands in the whole one.
void move_places(Judgement& judgement, const PromptCut& cut) {
    const auto move = [&cut](std::uint32_t& byte) { byte = static_cast<std::uint32_t>(cut.in_prompt(byte)); };
    for (auto& candidate : judgement.candidates) {
        for (auto& piece : candidate.evidence) {
            if (piece.begin && piece.end) {
                move(*piece.begin);
                move(*piece.end);
            }
        }
    }
    for (auto& mention : judgement.prompt.mentions) {
        move(mention.begin);
        move(mention.end);
    }
}

}  // namespace

Judgement judge(const View& view, const Event& event, const Memory& memory, const Budget& budget) {
    if (event.prompt.size() <= kMaxPromptBytes) {
        return Judge(view, event, memory, budget).run();
    }
    auto cut = std::make_shared<const PromptCut>(event.prompt);
    auto shorter = event;
    shorter.prompt = cut->text();
    auto judgement = Judge(view, shorter, memory, budget).run();
    move_places(judgement, *cut);
    judgement.cut = std::move(cut);
    judgement.complete = false;
    return judgement;
}

void remember(Memory& memory, const View& view, const Event& event, const Judgement& judgement) {
    memory.advance();
    for (const auto& candidate : judgement.candidates) {
        memory.keep(skill_of(view, candidate.ref).file.string(), candidate.evidence);
    }
    for (const auto& file : event.files) {
        const auto* language =
            file.language.empty() ? language_of_path(file.path) : language_named(file.language);
        if (language != nullptr) {
            memory.keep_language(*language);
        }
    }
}

}  // namespace skillwake::matcher
