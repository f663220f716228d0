#include "matcher/evidence_list.h"

#include <algorithm>
#include <utility>

namespace skillwake::matcher {
namespace {

bool speaks_against(const Evidence& piece) {
    return piece.kind == EvidenceKind::Exclude || piece.kind == EvidenceKind::Marker;
}

}  // namespace

void keep_strongest(std::vector<Evidence>& list, Evidence evidence) {
    const auto alike = [against = speaks_against(evidence)](const Evidence& piece) {
        return speaks_against(piece) == against;
    };
    if (std::count_if(list.begin(), list.end(), alike) < kMaxEvidence) {
        list.push_back(std::move(evidence));
        return;
    }
    const auto weakest =
        std::min_element(list.begin(), list.end(), [&](const Evidence& a, const Evidence& b) {
            return alike(a) != alike(b) ? alike(a) : a.weight < b.weight;
        });
    if (evidence.weight > weakest->weight) {
        *weakest = std::move(evidence);
    }
}

}  // namespace skillwake::matcher
