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
                                   std::vector<std::uint32_t>& ends) {
    assert(keys.size() < std::numeric_limits<std::uint32_t>::max());
    std::vector<std::uint32_t> next(count + 1, 0);
    for (const auto key : keys) {
        ++next[key + 1];
    }
    for (std::size_t key = 0; key < count; ++key) {
        next[key + 1] += next[key];
    }
    ends.assign(next.begin() + 1, next.end());
    std::vector<std::uint32_t> places(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        places[i] = next[keys[i]]++;
    }
    return places;
}

template <class Value>
void reorder(std::vector<Value>& values, const std::vector<std::uint32_t>& places) {
    std::vector<Value> ordered(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        ordered[places[i]] = values[i];
    }
    values = std::move(ordered);
}

template <class Value>
std::span<const Value> part(const std::vector<Value>& values, const std::vector<std::uint32_t>& ends,
                            std::uint32_t key) {
    const std::uint32_t begin = key == 0 ? 0 : ends[key - 1];
    return std::span(values).subspan(begin, ends[key] - begin);
}

/// The postings of two groups of lists, list by list: what was there before, under its new number, and what
/// came in addition, in the order of skills. Calls `write(from, place, skill)`, `from` 0 for what was there.
template <class Write>
void merge_lists(const std::vector<std::uint32_t>& old_ends, const std::vector<std::uint32_t>& old_skills,
                 std::span<const std::uint32_t> numbers, const std::vector<std::uint32_t>& new_ends,
                 const std::vector<std::uint32_t>& new_skills, std::vector<std::uint32_t>& ends,
                 Write write) {
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
    form_skills_.reserve(before.form_skills_.size() + added.form_skills_.size());
    form_weights_.reserve(form_skills_.capacity());
    merge_lists(before.form_ends_, before.form_skills_, numbers, added.form_ends_, added.form_skills_,
                form_ends_, [&](std::size_t side, std::uint32_t place, std::uint32_t skill) {
                    form_skills_.push_back(skill);
                    form_weights_.push_back(from[side]->form_weights_[place]);
                });
}

std::uint32_t WordPostings::place(std::uint32_t stem, std::uint32_t skill) const {
    const std::uint32_t begin = stem == 0 ? 0 : ends_[stem - 1];
    const auto* from = skills_.data() + begin;
    auto count = ends_[stem] - begin;
    if (count == 0) {
        return kNone;
    }
    // Halves without a branch: which half is as good as random.
    while (count > 1) {
        const auto half = count / 2;
        from += from[half - 1] < skill ? half : 0;
        count -= half;
    }
    return *from == skill ? static_cast<std::uint32_t>(from - skills_.data()) : kNone;
}

namespace {

/// Where `wanted` stands in a list that is not empty if its numbers are spread evenly.
std::size_t guess(std::span<const std::uint32_t> list, std::uint32_t wanted) {
    if (wanted <= list.front() || wanted >= list.back()) {
        return wanted <= list.front() ? 0 : list.size() - 1;
    }
    const auto range = std::uint64_t{list.back()} - list.front();
    return static_cast<std::size_t>(std::uint64_t{wanted - list.front()} * (list.size() - 1) / range);
}

/// The first place from which on there is nothing less than `wanted`; the last one if all is less.
std::size_t place_near(std::span<const std::uint32_t> list, std::uint32_t wanted, std::size_t near) {
    auto begin = near;
    auto end = near;
    std::size_t step = 32;  // two lines of memory
    for (; end + 1 < list.size() && list[end] < wanted; step *= 2) {
        begin = end;
        end = std::min(end + step, list.size() - 1);
    }
    for (; begin > 0 && list[begin] >= wanted; step *= 2) {
        end = begin;
        begin -= std::min(begin, step);
    }
    const auto* found = std::lower_bound(list.data() + begin, list.data() + end, wanted);
    return static_cast<std::size_t>(found - list.data());
}

}  // namespace

void WordPostings::places(std::uint32_t stem, std::span<const std::uint32_t> skills,
                          std::span<std::uint8_t> found) const {
    const auto list = part(skills_, ends_, stem);
    const auto places = part(places_, ends_, stem);
    constexpr std::size_t kShort = 4'096;  // halving it stays near the processor
    if (list.size() <= kShort) {
        std::transform(skills.begin(), skills.end(), found.begin(),
                       [&](std::uint32_t skill) { return this->places(stem, skill); });
        return;
    }
    for (const auto skill : skills) {  // all of them fetched at once
        const auto near = guess(list, skill);
        __builtin_prefetch(&list[near]);
        __builtin_prefetch(&places[near]);
    }
    std::transform(skills.begin(), skills.end(), found.begin(), [&](std::uint32_t skill) {
        const auto at = place_near(list, skill, guess(list, skill));
        return list[at] == skill ? places[at] : std::uint8_t{0};
    });
}

WordPostings::List WordPostings::list(std::uint32_t stem) const {
    return {part(skills_, ends_, stem), part(weights_, ends_, stem), part(bodies_, ends_, stem),
            part(places_, ends_, stem), part(only_forms_, ends_, stem)};
}

WordPostings::FormList WordPostings::forms(std::uint32_t form) const {
    return {part(form_skills_, form_ends_, form), part(form_weights_, form_ends_, form)};
}

}  // namespace skillwake::matcher::lexical
