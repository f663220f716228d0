#include "matcher/lexical/model.h"

#include <algorithm>
#include <cmath>

namespace skillwake::matcher::lexical {
namespace {

double logistic(double value) {
    return 1 / (1 + std::exp(-std::clamp(value, -30.0, 30.0)));
}

constexpr std::size_t kNamesLookedAt = 3;

}  // namespace

double need_of(const PromptFeatures& prompt, const std::vector<MatchFeatures>& candidates,
               double best_score) {
    const auto& best = candidates.front();
    double name = 0;
    for (std::size_t i = 0; i < std::min(kNamesLookedAt, candidates.size()); ++i) {
        name = std::max(name, candidates[i].name);
    }
    return logistic(-4.19838 + 0.97274 * best.share + 2.16445 * name + 0.43357 * best.strongest +
                    1.63767 * prompt.theme + 0.51506 * prompt.length - 3.81228 * best.contradictions -
                    6.57030 * prompt.unknown_words + 2.50542 * prompt.unknown - 0.95891 * prompt.view_size +
                    0.69387 * best_score + 0.92085 * best.quote + 1.93604 * best.against -
                    2.54879 * prompt.contradicts_view + 0.24634 * best.when);
}

double confidence_of(const MatchFeatures& candidate, double need) {
    const double sure = std::clamp(need, 1e-4, 1 - 1e-4);
    const double log_need = std::log(sure / (1 - sure));
    const double confidence = logistic(-1.84288 + 0.42836 * log_need + 1.31656 * candidate.share +
                                       0.16952 * std::log(candidate.share + 1e-4) +
                                       0.63232 * candidate.margin - (candidate.rank > 0 ? 0.75790 : 0.0) -
                                       0.34263 * log_need * candidate.share + 0.15584 * candidate.unique);
    return need >= kNeedForLoad ? confidence : std::min(confidence, need);
}

}  // namespace skillwake::matcher::lexical
