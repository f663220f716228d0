#include "matcher/lexical/word_postings.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace skillwake::matcher::lexical {
namespace {

/// Where each posting of `keys` goes when they are grouped by key and keep their order within it; sets
/// `ends`, of each key's group.
std::vector<std::uint32_t> grouped(const std::vector<std::uint32_t>& keys, std::size_t count,
                                   Column<std::uint32_t>& ends) {
    assert(keys.size() < std::numeric_limits<std::uint32_t>::max());
    std::vector<std::uint32_t> next(count + 1, 0);
    for (const auto key : keys) {
        ++next[key + 1];
    }
    for (std::size_t key = 0; key < count; ++key) {
        next[key + 1] += next[key];
    }
    ends.clear();
    ends.append(next.data() + 1, next.data() + next.size());
    std::vector<std::uint32_t> places(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        places[i] = next[keys[i]]++;
    }
    return places;
}

template <class Value>
void reorder(Column<Value>& values, const std::vector<std::uint32_t>& places) {
    std::vector<Value> ordered(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        ordered[places[i]] = values[i];
    }
    values = std::move(ordered);
}

template <class Value>
std::span<const Value> part(const Column<Value>& values, const Column<std::uint32_t>& ends,
                            std::uint32_t key) {
    const std::uint32_t begin = key == 0 ? 0 : ends[key - 1];
    return std::span<const Value>(values).subspan(begin, ends[key] - begin);
}

/// The postings of two groups of lists, list by list: what was there before, under its new number, and what
/// came in addition, in the order of skills. Calls `write(from, place, skill)`, `from` 0 for what was there.
template <class Write>
void merge_lists(std::span<const std::uint32_t> old_ends, std::span<const std::uint32_t> old_skills,
                 std::span<const std::uint32_t> numbers, std::span<const std::uint32_t> new_ends,
                 std::span<const std::uint32_t> new_skills, Column<std::uint32_t>& ends, Write write) {
    std::uint32_t old = 0;
    std::uint32_t added = 0;
    std::uint32_t written = 0;
    ends.clear();
    ends.reserve(new_ends.size());
    for (std::size_t list = 0; list < new_ends.size(); ++list) {
        const auto old_end = list < old_ends.size() ? old_ends[list] : old;
        for (; old < old_end; ++old) {
            const auto skill = numbers[old_skills[old]];
            if (skill == WordPostings::kNoSkill) {
                continue;
            }
            for (; added < new_ends[list] && new_skills[added] < skill; ++added, ++written) {
                write(1, added, new_skills[added]);
            }
            write(0, old, skill);
            ++written;
        }
        for (; added < new_ends[list]; ++added, ++written) {
            write(1, added, new_skills[added]);
        }
        ends.push_back(written);
    }
}

}  // namespace

void WordPostings::add(std::uint32_t stem, const StemPosting& posting) {
    stems_.push_back(stem);
    skills_.push_back(posting.skill);
    weights_.push_back(posting.weight);
    bodies_.push_back(posting.body);
    places_.push_back(posting.places);
    only_forms_.push_back(posting.form);
}

void WordPostings::add_form(std::uint32_t form, const FormPosting& posting) {
    forms_.push_back(form);
    form_skills_.push_back(posting.skill);
    form_weights_.push_back(posting.weight);
}

void WordPostings::take_over(const WordPostings& previous, std::span<const std::uint32_t> numbers) {
    previous_ = &previous;
    numbers_ = numbers;
}

void WordPostings::finish(std::size_t words) {
    const auto places = grouped(stems_, words, ends_);
    reorder(skills_, places);
    reorder(weights_, places);
    reorder(bodies_, places);
    reorder(places_, places);
    reorder(only_forms_, places);
    const auto form_places = grouped(forms_, words, form_ends_);
    reorder(form_skills_, form_places);
    reorder(form_weights_, form_places);
    std::vector<std::uint32_t>().swap(stems_);
    std::vector<std::uint32_t>().swap(forms_);
    if (previous_ != nullptr) {
        const auto added = std::exchange(*this, WordPostings());
        merge(*added.previous_, added.numbers_, added);
    }
}

void WordPostings::merge(const WordPostings& before, std::span<const std::uint32_t> numbers,
                         const WordPostings& added) {
    const std::array<const WordPostings*, 2> from = {&before, &added};
    const auto most = before.skills_.size() + added.skills_.size();
    skills_.reserve(most);
    weights_.reserve(most);
    bodies_.reserve(most);
    places_.reserve(most);
    only_forms_.reserve(most);
    merge_lists(before.ends_, before.skills_, numbers, added.ends_, added.skills_, ends_,
                [&](std::size_t side, std::uint32_t place, std::uint32_t skill) {
                    skills_.push_back(skill);
                    weights_.push_back(from[side]->weights_[place]);
                    bodies_.push_back(from[side]->bodies_[place]);
                    places_.push_back(from[side]->places_[place]);
                    only_forms_.push_back(from[side]->only_forms_[place]);
                });
    const auto most_forms = before.form_skills_.size() + added.form_skills_.size();
    form_skills_.reserve(most_forms);
    form_weights_.reserve(most_forms);
    merge_lists(before.form_ends_, before.form_skills_, numbers, added.form_ends_, added.form_skills_,
                form_ends_, [&](std::size_t side, std::uint32_t place, std::uint32_t skill) {
                    form_skills_.push_back(skill);
                    form_weights_.push_back(from[side]->form_weights_[place]);
                });
}

void WordPostings::find_all(std::span<const std::uint32_t> list, std::span<const std::uint32_t> wanted,
                            std::span<std::size_t> places) {
    constexpr std::size_t kSideBySide = 32;
    if (list.empty()) {
        std::fill_n(places.begin(), wanted.size(), std::size_t{0});
        return;
    }
    const auto* from = list.data();
    for (std::size_t done = 0; done < wanted.size(); done += kSideBySide) {
        const auto some = wanted.subspan(done, std::min(kSideBySide, wanted.size() - done));
        std::array<std::uint32_t, kSideBySide> at{};
        // Halves without a branch: which half is as good as random.
        for (auto count = static_cast<std::uint32_t>(list.size()); count > 1;) {
            const auto half = count / 2;
            for (std::size_t i = 0; i < some.size(); ++i) {
                at[i] += from[at[i] + half - 1] < some[i] ? half : 0;
            }
            count -= half;
        }
        for (std::size_t i = 0; i < some.size(); ++i) {
            places[done + i] = from[at[i]] == some[i] ? at[i] : list.size();
        }
    }
}

void WordPostings::find_places(std::uint32_t stem, std::span<const std::uint32_t> skills,
                               std::span<std::uint8_t> places) const {
    constexpr std::size_t kAtOnce = 128;
    const auto of_stem = list(stem);
    std::array<std::size_t, kAtOnce> found;
    for (std::size_t done = 0; done < skills.size(); done += kAtOnce) {
        const auto some = skills.subspan(done, std::min(kAtOnce, skills.size() - done));
        find_all(of_stem.skills, some, found);
        for (std::size_t i = 0; i < some.size(); ++i) {
            places[done + i] = found[i] < of_stem.skills.size() ? of_stem.places[found[i]] : std::uint8_t{0};
        }
    }
}

WordPostings::List WordPostings::list(std::uint32_t stem) const {
    return {part(skills_, ends_, stem), part(weights_, ends_, stem), part(bodies_, ends_, stem),
            part(places_, ends_, stem), part(only_forms_, ends_, stem)};
}

WordPostings::FormList WordPostings::forms(std::uint32_t form) const {
    return {part(form_skills_, form_ends_, form), part(form_weights_, form_ends_, form)};
}

}  // namespace skillwake::matcher::lexical
