#include "matcher/memory.h"

#include "matcher/weights.h"

#include <algorithm>
#include <cmath>

namespace skillwake::matcher {

void Memory::keep(const std::string& skill_path, const std::vector<Evidence>& evidence) {
    double doubt = 1.0;
    std::string reason;
    for (const auto& piece : evidence) {
        const bool lasting = !is_of_prompt(piece.kind) && piece.weight > 0 &&
                             piece.kind != EvidenceKind::Mention && piece.kind != EvidenceKind::Session &&
                             piece.kind != EvidenceKind::Always && !piece.sign &&
                             piece.kind != EvidenceKind::Companion;
        if (!lasting) {
            continue;
        }
        doubt *= 1.0 - piece.weight;
        if (reason.empty()) {
            reason = piece.text + (piece.path.empty() ? "" : " in " + piece.path);
        }
    }
    if (reason.empty()) {
        return;
    }
    auto& kept = skills_[skill_path];
    kept = {1.0 - (1.0 - faded(kept)) * doubt, now_, std::move(reason)};
    drop_weakest();
}

void Memory::keep_language(const Language& language) {
    languages_.erase(std::remove(languages_.begin(), languages_.end(), &language), languages_.end());
    languages_.push_front(&language);
    if (languages_.size() > kMaxLanguages) {
        languages_.pop_back();
    }
}

void Memory::clear() {
    skills_.clear();
    languages_.clear();
}

double Memory::strength(const std::string& skill_path) const {
    const auto found = skills_.find(skill_path);
    return found == skills_.end() ? 0.0 : faded(found->second);
}

std::string Memory::reason(const std::string& skill_path) const {
    const auto found = skills_.find(skill_path);
    return found == skills_.end() ? std::string() : found->second.reason;
}

double Memory::faded(const Kept& kept) const {
    return kept.strength * std::exp2(-static_cast<double>(now_ - kept.at) / kHalfLifeEvents);
}

void Memory::drop_weakest() {
    if (skills_.size() <= kMaxSkills) {
        return;
    }
    const auto weakest =
        std::min_element(skills_.begin(), skills_.end(),
                         [this](const auto& a, const auto& b) { return faded(a.second) < faded(b.second); });
    skills_.erase(weakest);
}

}  // namespace skillwake::matcher
