#include "matcher/lexical/model.h"

#include <algorithm>
#include <cmath>

namespace skillwake::matcher::lexical {
namespace {

double logistic(double value) {
    return 1 / (1 + std::exp(-std::clamp(value, -30.0, 30.0)));
}

}  // namespace

double need_of(const PromptFeatures& prompt, const BestFeatures& best) {
    return logistic(-4.50858 + 0.60129 * best.share + 1.66917 * best.name + 0.41595 * best.strongest +
                    1.60658 * prompt.theme + 0.66769 * prompt.length - 2.56526 * best.contradictions -
                    6.57453 * prompt.unknown_words + 2.59397 * prompt.unknown - 1.01628 * prompt.view_size +
                    0.69515 * std::min(best.score, kMaxScoreFeature) + 1.04345 * best.quote +
                    2.30190 * best.against - 2.56460 * prompt.contradicts_view + 0.22303 * best.when);
}

double load_threshold(double rival) {
    constexpr double kNever = 2.0;
    const double near = (rival - kFarRival) / (kNearRival - kFarRival);
    return near > 1 ? kNever : kLoadAlone + std::max(0.0, near) * (kLoadBesideRival - kLoadAlone);
}

double confidence_of(const MatchFeatures& candidate, double need) {
    const double sure = std::clamp(need, 1e-4, 1 - 1e-4);
    const double log_need = std::log(sure / (1 - sure));
    const double confidence =
        logistic(-1.82260 + 0.41778 * log_need + 1.03174 * candidate.share +
                 0.19091 * std::log(candidate.share + 1e-4) + 0.59475 * candidate.margin -
                 (candidate.rank > 0 ? 0.41276 : 0.0) - 0.24945 * log_need * candidate.share);
    return need >= kNeedForLoad ? confidence : std::min(confidence, need);
}

}  // namespace skillwake::matcher::lexical
