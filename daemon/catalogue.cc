#include "daemon/catalogue.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace skillwake::daemon {

using matcher::SkillId;
using matcher::SkillRef;

Catalogue::Catalogue(std::vector<std::shared_ptr<const RootSnapshot>> roots, std::uint64_t generation)
    : roots_(std::move(roots)), generation_(generation) {
    for (const auto& root : roots_) {
        view_.layers.push_back({root->index, std::vector<bool>(root->index->skills().size(), false)});
    }
    hide_shadowed();
}

void Catalogue::hide_shadowed() {
    for (const auto ref : all()) {
        const auto& shown = skill(ref);
        const auto qualified = fold_ascii(shown.qualified_name());
        auto& bearers = by_name_[qualified];
        const bool behind = !bearers.empty() && bearers.front().layer < ref.layer;
        if (behind) {
            view_.layers[ref.layer].hidden[static_cast<std::size_t>(ref.id)] = true;
            in_front_.emplace(&shown, bearers.front());
            continue;
        }
        bearers.push_back(ref);
        if (const auto plain = fold_ascii(shown.name); plain != qualified) {
            by_name_[plain].push_back(ref);
        }
    }
}

Result<SkillRef> Catalogue::find(std::string_view name) const {
    const auto found = by_name_.find(fold_ascii(trim(name)));
    if (found == by_name_.end()) {
        std::vector<std::string> names;
        for (const auto& [known, refs] : by_name_) {
            names.push_back(skill(refs.front()).qualified_name());
        }
        constexpr std::size_t kNearest = 3;
        return Error(Errc::NotFound, "no skill '" + std::string(name) + "'").with_names(nearest_names(name, names, kNearest));
    }
    const auto& refs = found->second;
    if (refs.size() == 1) {
        return refs.front();
    }
    std::vector<std::string> candidates;
    for (const auto ref : refs) {
        const auto& bearer = skill(ref);
        const bool qualified = std::count_if(refs.begin(), refs.end(), [&](SkillRef other) {
                                   return skill(other).qualified_name() == bearer.qualified_name();
                               }) == 1;
        candidates.push_back(qualified ? bearer.qualified_name() : bearer.file.string());
    }
    return Error(Errc::Ambiguous, "'" + std::string(name) + "' names " + std::to_string(refs.size()) + " skills")
        .with_names(std::move(candidates));
}

std::vector<SkillRef> Catalogue::all() const {
    std::vector<SkillRef> refs;
    for (std::size_t layer = 0; layer < view_.layers.size(); ++layer) {
        const auto count = view_.layers[layer].index->skills().size();
        for (std::uint32_t id = 0; id < count; ++id) {
            refs.push_back({layer, SkillId{id}});
        }
    }
    return refs;
}

const skill::Skill* Catalogue::shadowed_by(SkillRef ref) const {
    const auto found = in_front_.find(&skill(ref));
    return found == in_front_.end() ? nullptr : &skill(found->second);
}

}  // namespace skillwake::daemon
