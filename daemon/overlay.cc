#include "daemon/overlay.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {

using matcher::SkillId;

std::optional<SkillChanges> changes_since(const matcher::Index& index, const skill::LoadedRoot& root,
                                          std::size_t most) {
    SkillChanges changes;
    const auto& before = index.skills();
    const auto& now = root.skills;
    std::size_t changed = 0;
    std::size_t at = 0;
    for (std::size_t place = 0; place < now.size() || at < before.size();) {
        const bool has_both = place < now.size() && at < before.size();
        if (has_both && now[place].skill == before[at]) {
            ++place;
            ++at;
            continue;
        }
        if (++changed > most) {
            return std::nullopt;
        }
        const auto order = has_both             ? now[place].skill->file.compare(before[at]->file)
                           : place < now.size() ? -1
                                                : 1;
        if (order >= 0) {
            changes.gone.push_back(SkillId{static_cast<std::uint32_t>(at++)});
        }
        if (order <= 0) {
            changes.came.push_back(now[place++].skill);
        }
    }
    return changes;
}

std::shared_ptr<const Overlay> lay_over(const matcher::Index& index, SkillChanges changes,
                                        const std::shared_ptr<const Overlay>& previous,
                                        matcher::ReadAhead& texts) {
    if (previous != nullptr && previous->gone == changes.gone && previous->index->skills() == changes.came) {
        return previous;
    }
    auto overlay = std::make_shared<Overlay>();
    overlay->gone = std::move(changes.gone);
    overlay->index =
        matcher::Index::compile_beside(index, overlay->gone, std::move(changes.came),
                                       previous == nullptr ? nullptr : previous->index.get(), &texts);
    overlay->names = std::make_shared<const SkillNames>(overlay->index);
    return overlay;
}

std::vector<skill::Diagnostic> diagnostics_of(const matcher::Index& index, const Overlay* overlay) {
    if (overlay == nullptr) {
        return index.diagnostics();
    }
    std::vector<skill::Diagnostic> diagnostics;
    const auto& of_rest = index.diagnostics();
    const auto& of_came = overlay->index->diagnostics();
    std::size_t at = 0;
    for (std::size_t i = 0; i < of_rest.size(); ++i) {
        const auto skill = index.diagnosed()[i];
        if (std::binary_search(overlay->gone.begin(), overlay->gone.end(), skill)) {
            continue;
        }
        while (at < of_came.size() &&
               overlay->index->skill(overlay->index->diagnosed()[at]).file < index.skill(skill).file) {
            diagnostics.push_back(of_came[at++]);
        }
        diagnostics.push_back(of_rest[i]);
    }
    diagnostics.insert(diagnostics.end(), of_came.begin() + static_cast<std::ptrdiff_t>(at), of_came.end());
    return diagnostics;
}

}  // namespace skillwake::daemon
