#include "matcher/lexical/field_weight.h"

#include <array>
#include <map>

namespace skillwake::matcher::lexical {
namespace {

/// Fitted on the labelled repositories, each left out in turn.
struct FieldRule {
    double weight;
    double by_length;   ///< 0: length does not matter, 1: it counts in full
    double mean_words;  ///< of public skills that have the field
    double mean_pairs;
};

constexpr std::array<FieldRule, kFields> kFieldRules = {{{3.0, 0.30, 2.3, 1.3},        // name
                                                         {2.0, 0.50, 38.8, 37.8},      // description
                                                         {1.0, 0.50, 13.5, 12.5},      // tags
                                                         {1.3, 0.75, 51.3, 50.3},      // when to use
                                                         {0.5, 0.75, 41.7, 40.7},      // headings
                                                         {0.5, 0.75, 657.1, 657.1},    // body
                                                         {0.1, 0.75, 463.6, 463.6}}};  // code

constexpr double kSaturation = 2.0;      ///< BM25's k1
constexpr double kBodySaturation = 1.0;  ///< of the body counted alone

}  // namespace

double field_weight(FieldId field, double count, std::size_t length, bool pairs) {
    const auto& rule = kFieldRules[static_cast<std::size_t>(field)];
    const double mean = pairs ? rule.mean_pairs : rule.mean_words;
    return count / (1 - rule.by_length + rule.by_length * static_cast<double>(length) / mean);
}

double joint_weight(FieldId field, std::size_t length, bool pairs) {
    return field_weight(field, 1.0, length, pairs) * kFieldRules[static_cast<std::size_t>(field)].weight;
}

double saturated(double joint) {
    return joint * (kSaturation + 1) / (joint + kSaturation);
}

double body_weight(double count, std::size_t length) {
    const double alone = field_weight(FieldId::Body, count, length, false);
    return alone * (kBodySaturation + 1) / (alone + kBodySaturation);
}

std::vector<std::pair<std::string_view, double>> surface_weights(const SkillTerms& terms) {
    std::map<std::string_view, double> joint;
    for (std::size_t field = 0; field < kFields; ++field) {
        const auto& words = terms.fields[field];
        const double one = joint_weight(FieldId{static_cast<int>(field)}, words.size(), false);
        for (std::size_t i = 0; i < words.size(); ++i) {
            joint[words[i]] += one;
        }
    }
    std::vector<std::pair<std::string_view, double>> weights(joint.begin(), joint.end());
    for (auto& [word, weight] : weights) {
        weight = saturated(weight) / (kSaturation + 1);
    }
    return weights;
}

}  // namespace skillwake::matcher::lexical
