#include "daemon/explanation.h"

#include "daemon/judged_event.h"
#include "daemon/translate.h"
#include "daemon/turn.h"
#include "matcher/weights.h"
#include "matcher/why_not.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {
namespace {

/// Errc::NotFound, Errc::Ambiguous: the name.
Result<protocol::WhyNot> why_not(const Explanation& asked, const std::string& name,
                                 const matcher::Judgement& judgement) {
    const auto& catalogue = *asked.question.catalogue;
    const auto named = catalogue.find(name);
    if (!named) {
        return named.error();
    }
    const auto& skill = catalogue.skill(*named);
    const auto found = std::find_if(judgement.candidates.begin(), judgement.candidates.end(),
                                    [&](const auto& candidate) { return candidate.ref == *named; });
    auto why =
        matcher::why_not(skill, found == judgement.candidates.end() ? nullptr : &*found, judgement.need);
    if (auto withheld = asked.trust.reason(skill); !withheld.empty()) {
        why.missing = std::move(withheld);
    }
    return protocol::WhyNot{skill.qualified_name(), why.confidence, to_message(why.action), why.missing,
                            to_messages(why.evidence)};
}

}  // namespace

Result<protocol::ExplainResult> Explanation::make() const {
    const auto& catalogue = *question.catalogue;
    auto budget = question.budget;
    budget.ranked = matcher::Budget::kAll;
    JudgedEvent judged(catalogue, params.event, params.host.value_or(""), {question.cwd, question.home},
                       question.memory, budget);
    auto& judgement = judged.judgement;
    trust.limit(catalogue.view(), judgement);
    protocol::ExplainResult result;
    for (const auto& candidate : judgement.candidates) {
        auto ranked = ranked_of(catalogue, candidate);
        ranked.evidence = to_messages(candidate.evidence);
        result.ranked.push_back(std::move(ranked));
    }
    result.thresholds = {matcher::kLoad, matcher::kSuggest};
    result.need = judgement.need;
    result.unknown_mentions = std::move(judged.mentions.unknown);
    if (params.why_not) {
        auto why = why_not(*this, *params.why_not, judgement);
        if (!why) {
            return std::move(why).error();
        }
        result.why_not = *std::move(why);
    }
    result.generation = catalogue.generation();
    result.complete = judgement.complete;
    result.short_list = judgement.short_list;
    result.elapsed_us = static_cast<std::uint64_t>((clock.steady() - question.began).count());
    return result;
}

}  // namespace skillwake::daemon
