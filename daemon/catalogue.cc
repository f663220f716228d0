#include "daemon/catalogue.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {

using matcher::SkillId;
using matcher::SkillRef;

Catalogue::Catalogue(std::vector<std::shared_ptr<const RootSnapshot>> roots, std::uint64_t generation,
                     skill::Precedence precedence, std::string project)
    : roots_(std::move(roots)), generation_(generation), project_(std::move(project)) {
    for (const auto& root : roots_) {
        view_.layers.push_back({root->index, {}});
    }
    hide_shadowed(precedence);
    names_.reserve(by_qualified_name_.size() + by_plain_name_.size());
    for (const auto* bearers : {&by_qualified_name_, &by_plain_name_}) {
        for (const auto& [name, refs] : *bearers) {
            names_.emplace_back(NameLetters(name), &name);
        }
    }
}

void Catalogue::hide_shadowed(skill::Precedence precedence) {
    std::vector<std::pair<std::string, SkillRef>> names_of_copies;
    const auto refs = all();
    by_folder_.reserve(refs.size());
    by_qualified_name_.reserve(refs.size());
    visible_.reserve(refs.size());
    for (const auto ref : refs) {
        const auto& shown = skill(ref);
        by_folder_.emplace(shown.folder.native(), ref);
        const auto plain = fold_ascii(shown.name);
        const auto qualified = shown.plugin.empty() ? plain : fold_ascii(shown.qualified_name());
        if (const auto original = original_of(shown, plain)) {
            hide(ref, {*original, true});
            names_of_copies.emplace_back(qualified, *original);
            continue;
        }
        auto& bearers = by_qualified_name_[qualified];
        const bool behind = !bearers.empty() && bearers.front().layer < ref.layer;
        if (behind && precedence != skill::Precedence::Codex) {
            hide(ref, {bearers.front(), false});
            continue;
        }
        bearers.push_back(ref);
        visible_[plain].push_back(ref);
        if (plain != qualified) {
            by_plain_name_[plain].push_back(ref);
        }
    }
    // Last: a name of its own goes before the name of a copy.
    for (const auto& [name, original] : names_of_copies) {
        if (auto& bearers = by_qualified_name_[name]; bearers.empty()) {
            bearers.push_back(original);
        }
    }
}

/// The first visible skill of the same name, `plain`, with the same body.
std::optional<SkillRef> Catalogue::original_of(const skill::Skill& copy, const std::string& plain) const {
    const auto bearers = visible_.find(plain);
    if (bearers == visible_.end()) {
        return std::nullopt;
    }
    const auto body = trim(copy.body());
    if (body.empty()) {
        return std::nullopt;
    }
    const auto& refs = bearers->second;
    const auto found =
        std::find_if(refs.begin(), refs.end(), [&](SkillRef ref) { return trim(skill(ref).body()) == body; });
    return found == refs.end() ? std::nullopt : std::optional(*found);
}

void Catalogue::hide(SkillRef ref, Front front) {
    auto& layer = view_.layers[ref.layer];
    layer.hidden.resize(layer.index->skills().size(), false);
    layer.hidden[static_cast<std::size_t>(ref.id)] = true;
    in_front_.emplace(&skill(ref), front);
}

Result<SkillRef> Catalogue::find(std::string_view name) const {
    const auto* found = bearers_of(name);
    if (found == nullptr) {
        return Error(Errc::NotFound, "no skill '" + std::string(name) + "'").with_names(names_near(name));
    }
    const auto& refs = *found;
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
    return Error(Errc::Ambiguous,
                 "'" + std::string(name) + "' names " + std::to_string(refs.size()) + " skills")
        .with_names(std::move(candidates));
}

Result<SkillRef> Catalogue::find_steering(std::string_view name) const {
    const auto* bearers = bearers_of(name);
    if (bearers != nullptr) {
        const auto found = std::find_if(bearers->begin(), bearers->end(), [this](SkillRef ref) {
            return skill(ref).place == skill::Place::KiroSteering;
        });
        if (found != bearers->end()) {
            return *found;
        }
    }
    return Error(Errc::NotFound, "no steering file '" + std::string(name) + "'");
}

const std::vector<SkillRef>* Catalogue::bearers_of(std::string_view name) const {
    const auto folded = fold_ascii(trim(name));
    for (const auto* bearers : {&by_qualified_name_, &by_plain_name_}) {
        if (const auto found = bearers->find(folded); found != bearers->end()) {
            return &found->second;
        }
    }
    return nullptr;
}

/// A plugin's skill may be meant by its plain name, and is offered by its qualified one.
std::vector<std::string> Catalogue::names_near(std::string_view wanted) const {
    constexpr std::size_t kNearest = 3;
    const auto folded = fold_ascii(trim(wanted));
    const NameLetters letters(folded);
    std::vector<std::string> names;
    for (const auto& [its_letters, name] : names_) {
        if (!its_letters.is_far_from(letters)) {
            names.push_back(*name);
        }
    }
    std::vector<std::string> near;
    for (const auto& name : nearest_names(folded, names, 2 * kNearest)) {
        for (const auto ref : *bearers_of(name)) {
            auto qualified = skill(ref).qualified_name();
            if (near.size() < kNearest && std::find(near.begin(), near.end(), qualified) == near.end()) {
                near.push_back(std::move(qualified));
            }
        }
    }
    return near;
}

std::optional<SkillRef> Catalogue::at_folder(const std::string& folder) const {
    const auto found = by_folder_.find(folder);
    return found == by_folder_.end() ? std::nullopt : std::optional(found->second);
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
    return found == in_front_.end() ? nullptr : &skill(found->second.ref);
}

bool Catalogue::is_copy(SkillRef ref) const {
    const auto found = in_front_.find(&skill(ref));
    return found != in_front_.end() && found->second.copy;
}

std::vector<const skill::Skill*> Catalogue::rivals_of(SkillRef ref) const {
    std::vector<const skill::Skill*> rivals;
    if (in_front_.contains(&skill(ref))) {
        return rivals;
    }
    const auto& meant = *bearers_of(skill(ref).name);
    if (std::find(meant.begin(), meant.end(), ref) == meant.end()) {
        return rivals;
    }
    for (const auto other : meant) {
        if (other != ref) {
            rivals.push_back(&skill(other));
        }
    }
    return rivals;
}

}  // namespace skillwake::daemon
