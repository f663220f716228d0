#include "daemon/catalogue.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace skillwake::daemon {

using matcher::SkillId;
using matcher::SkillRef;

namespace {

/// How many of `skills`, which stand by path, come before `file`.
std::uint32_t count_before(const matcher::Index::Skills& skills, const std::filesystem::path& file) {
    const auto found =
        std::lower_bound(skills.begin(), skills.end(), file,
                         [](const auto& skill, const auto& path) { return skill->file < path; });
    return static_cast<std::uint32_t>(found - skills.begin());
}

}  // namespace

Catalogue::Catalogue(std::vector<std::shared_ptr<const RootSnapshot>> roots, std::uint64_t generation,
                     skill::Precedence precedence, std::string project)
    : roots_(std::move(roots)), generation_(generation), project_(std::move(project)) {
    for (std::size_t root = 0; root < roots_.size(); ++root) {
        add_parts(*roots_[root], root);
    }
    for (const auto group : groups_to_resolve()) {
        resolve(group, precedence);
    }
}

void Catalogue::add_parts(const RootSnapshot& root, std::size_t number) {
    const auto* overlay = root.overlay.get();
    view_.layers.push_back({root.index, root.names->hidden()});
    parts_.push_back(
        {root.names.get(), root.contents.get(), overlay == nullptr ? nullptr : &overlay->gone, number});
    if (overlay == nullptr) {
        return;
    }
    const auto layer = view_.layers.size() - 1;
    for (const auto id : overlay->gone) {
        set_hidden({layer, id}, true);
    }
    view_.layers.push_back({overlay->index, overlay->names->hidden(), /*beside=*/true});
    parts_.push_back({overlay->names.get(), overlay->contents.get(), nullptr, number});
}

/// The groups of which several indexes have skills, and those of which one has gone.
std::vector<std::uint64_t> Catalogue::groups_to_resolve() const {
    std::vector<std::uint64_t> groups;
    const auto largest = std::max_element(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) {
        return a.names->groups().size() < b.names->groups().size();
    });
    std::vector<std::uint64_t> others;
    for (auto part = parts_.begin(); part != parts_.end(); ++part) {
        const auto begin = others.size();
        for (const auto& [hash, id] : part->names->groups()) {
            if (part != largest && (others.size() == begin || others.back() != hash)) {
                others.push_back(hash);
            }
        }
        if (part->gone != nullptr) {
            const auto& index = *view_.layers[static_cast<std::size_t>(part - parts_.begin())].index;
            for (const auto id : *part->gone) {
                groups.push_back(group_of(index.skill(id).name));
            }
        }
    }
    std::sort(others.begin(), others.end());
    for (auto group = others.begin(); group != others.end(); ++group) {
        if ((group + 1 != others.end() && *group == *(group + 1)) || !largest->names->group(*group).empty()) {
            groups.push_back(*group);
        }
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

void Catalogue::resolve(std::uint64_t group, skill::Precedence precedence) {
    const auto bearers = bearers_in(group);
    for (const auto& bearer : bearers) {
        set_hidden(bearer.ref, false);
    }
    for (const auto& [ref, front, copy] : hidden_in(bearers, precedence)) {
        set_hidden(ref, true);
        in_front_.emplace(&skill(ref), Front{front, copy});
    }
}

void Catalogue::set_hidden(SkillRef ref, bool hidden) {
    auto& layer = view_.layers[ref.layer];
    if (layer.hidden.empty() && !hidden) {
        return;
    }
    layer.hidden.resize(layer.index->skills().size(), false);
    layer.hidden[static_cast<std::size_t>(ref.id)] = hidden;
}

bool Catalogue::is_gone(SkillRef ref) const {
    const auto* gone = parts_[ref.layer].gone;
    return gone != nullptr && std::binary_search(gone->begin(), gone->end(), ref.id);
}

bool Catalogue::is_hidden(SkillRef ref) const {
    const auto& hidden = view_.layers[ref.layer].hidden;
    return !hidden.empty() && hidden[static_cast<std::size_t>(ref.id)];
}

/// By root and path, as all() has them.
bool Catalogue::goes_before(SkillRef a, SkillRef b) const {
    const auto root_a = parts_[a.layer].root;
    const auto root_b = parts_[b.layer].root;
    if (root_a != root_b) {
        return root_a < root_b;
    }
    return a.layer == b.layer ? a.id < b.id : skill(a).file < skill(b).file;
}

Catalogue::Front Catalogue::front_of(SkillRef hidden) const {
    const auto found = in_front_.find(&skill(hidden));
    if (found != in_front_.end()) {
        return found->second;
    }
    return {{hidden.layer, *parts_[hidden.layer].names->original_of(hidden.id)}, true};
}

std::vector<Bearer> Catalogue::bearers_in(std::uint64_t group) const {
    std::vector<Bearer> bearers;
    for (std::size_t layer = 0; layer < parts_.size(); ++layer) {
        for (const auto& [hash, id] : parts_[layer].names->group(group)) {
            const SkillRef ref{layer, id};
            if (!is_gone(ref)) {
                bearers.push_back({ref, parts_[layer].root, &skill(ref)});
            }
        }
    }
    if (bearers.size() > 1) {
        std::sort(bearers.begin(), bearers.end(),
                  [this](const Bearer& a, const Bearer& b) { return goes_before(a.ref, b.ref); });
    }
    return bearers;
}

/// A name of its own goes before the name of a copy, and that before a plain name of a plugin's skill.
std::vector<SkillRef> Catalogue::bearers_of(std::string_view name) const {
    const auto folded = fold_ascii(trim(name));
    std::vector<SkillRef> qualified;
    std::vector<SkillRef> copied;
    std::vector<SkillRef> plain;
    for (const auto& [ref, root, bearer] : bearers_in(group_of(folded))) {
        if (fold_ascii(bearer->qualified_name()) == folded) {
            if (!is_hidden(ref)) {
                qualified.push_back(ref);
            } else if (const auto front = front_of(ref); front.copy && copied.empty()) {
                copied.push_back(front.ref);
            }
        } else if (!is_hidden(ref) && fold_ascii(bearer->name) == folded) {
            plain.push_back(ref);
        }
    }
    return !qualified.empty() ? qualified : !copied.empty() ? copied : plain;
}

Result<SkillRef> Catalogue::find(std::string_view name) const {
    const auto refs = bearers_of(name);
    if (refs.empty()) {
        return Error(Errc::NotFound, "no skill '" + std::string(name) + "'").with_names(names_near(name));
    }
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
    const auto bearers = bearers_of(name);
    const auto found = std::find_if(bearers.begin(), bearers.end(), [this](SkillRef ref) {
        return skill(ref).place == skill::Place::KiroSteering;
    });
    if (found != bearers.end()) {
        return *found;
    }
    return Error(Errc::NotFound, "no steering file '" + std::string(name) + "'");
}

/// A plugin's skill may be meant by its plain name, and is offered by its qualified one.
std::vector<std::string> Catalogue::names_near(std::string_view wanted) const {
    constexpr std::size_t kNearest = 3;
    const auto folded = fold_ascii(trim(wanted));
    const NameLetters letters(folded);
    std::vector<std::string> names;
    for (std::size_t layer = 0; layer < parts_.size(); ++layer) {
        parts_[layer].names->each_near(letters, [&](SkillId id, std::string name) {
            if (!is_gone({layer, id})) {
                names.push_back(std::move(name));
            }
        });
    }
    std::vector<std::string> near;
    for (const auto& name : nearest_names(folded, names, 2 * kNearest)) {
        for (const auto ref : bearers_of(name)) {
            auto qualified = skill(ref).qualified_name();
            if (near.size() < kNearest && std::find(near.begin(), near.end(), qualified) == near.end()) {
                near.push_back(std::move(qualified));
            }
        }
    }
    return near;
}

std::optional<SkillRef> Catalogue::at_folder(const std::string& folder) const {
    std::optional<SkillRef> first;
    for (std::size_t layer = 0; layer < parts_.size(); ++layer) {
        for (const auto& [hash, id] : parts_[layer].names->in_folder(folder)) {
            const SkillRef ref{layer, id};
            if (skill(ref).folder.native() == folder && !is_gone(ref) &&
                (!first || goes_before(ref, *first))) {
                first = ref;
            }
        }
    }
    return first;
}

std::vector<SkillRef> Catalogue::all() const {
    std::vector<SkillRef> refs;
    for (std::size_t layer = 0; layer < parts_.size(); ++layer) {
        const auto end = static_cast<std::uint32_t>(view_.layers[layer].index->skills().size());
        std::uint32_t next = 0;
        const auto append_until = [&](std::uint32_t id) {
            for (; next < id; ++next) {
                if (const SkillRef ref{layer, SkillId{next}}; !is_gone(ref)) {
                    refs.push_back(ref);
                }
            }
        };
        // What came beside goes where its path says.
        const bool has_beside = layer + 1 < parts_.size() && view_.layers[layer + 1].beside;
        const auto beside = has_beside ? view_.layers[layer + 1].index->skills().size() : 0;
        for (std::uint32_t id = 0; id < beside; ++id) {
            const SkillRef ref{layer + 1, SkillId{id}};
            append_until(count_before(view_.layers[layer].index->skills(), skill(ref).file));
            refs.push_back(ref);
        }
        append_until(end);
        layer += has_beside ? 1 : 0;
    }
    return refs;
}

const skill::Skill* Catalogue::shadowed_by(SkillRef ref) const {
    return is_hidden(ref) ? &skill(front_of(ref).ref) : nullptr;
}

bool Catalogue::is_copy(SkillRef ref) const {
    return is_hidden(ref) && front_of(ref).copy;
}

std::vector<const skill::Skill*> Catalogue::rivals_of(SkillRef ref) const {
    std::vector<const skill::Skill*> rivals;
    if (is_hidden(ref)) {
        return rivals;
    }
    const auto meant = bearers_of(skill(ref).name);
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
