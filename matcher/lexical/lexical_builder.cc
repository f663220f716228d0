#include "matcher/lexical/lexical_builder.h"

#include "matcher/lexical/background.h"
#include "matcher/lexical/field_weight.h"
#include "matcher/lexical/model.h"
#include "matcher/lexical/stem.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace skillwake::matcher::lexical {
namespace {

constexpr auto kNoSkill = WordPostings::kNoSkill;

template <class Value>
void append_part(Column<Value>& to, const Column<Value>& from, const Column<std::uint32_t>& ends,
                 std::uint32_t number) {
    to.append(from.begin() + (number == 0 ? 0 : ends[number - 1]), from.begin() + ends[number]);
}

}  // namespace

LexicalBuilder::LexicalBuilder(const LexicalIndex& previous)
    : previous_(&previous),
      numbers_(previous.size(), kNoSkill),
      phrase_numbers_(previous.phrase_skills_.size(), kNoSkill) {
    index_.words_ = previous.words_;
    index_.stem_of_ = previous.stem_of_;
    index_.form_of_ = previous.form_of_;
    index_.followed_ = previous.followed_;
    forms_of_stem_.assign(index_.words_.size(), 0);
    stem_place_.assign(index_.words_.size(), 0);
    for (std::uint32_t word = 0; word < index_.words_.size(); ++word) {
        if (const auto stem = index_.stem_of_[word]; stem != Vocabulary::kNone) {
            auto& forms = forms_of_stem_[stem];
            const auto most = std::min(index_.form_of_[word] + 1, int{StemPosting::kSeveral});
            forms = std::max(forms, static_cast<std::uint8_t>(most));
        }
    }
}

bool LexicalBuilder::is_worth_following(const LexicalIndex& previous, std::size_t added) {
    return previous.followed_ + added <= previous.size() / 2;
}

void LexicalBuilder::add(const SkillWords& words) {
    ++index_.followed_;
    word_numbers_.clear();
    for (std::uint32_t word = 0; word < words.words.size(); ++word) {
        word_numbers_.push_back(word_of(words.words.text(word)));
    }
    add_stems(words);
    add_forms(words);
    keep_stems(words.body_length);
    add_name(words);
    for (const auto& [hash, weight] : words.pairs) {
        index_.pairs_.add(hash, next_skill(), weight);
    }
    add_phrases(words);
    for (const auto& folder : words.children) {
        index_.children_.emplace_back(next_skill(), folder);
    }
    add_folder(words.folder);
    index_.ecosystems_of_.push_back(words.ecosystems);
    index_.known_of_.push_back(words.known);
    index_.when_lengths_.push_back(words.when_length);  // the skill has its number until here
}

/// The number of a word, with room for what is known of it.
std::uint32_t LexicalBuilder::word_of(std::string_view text) {
    const auto word = index_.words_.intern(text);
    if (word >= index_.stem_of_.size()) {
        index_.stem_of_.push_back(Vocabulary::kNone);
        index_.form_of_.push_back(0);
        forms_of_stem_.push_back(0);
        stem_place_.push_back(0);
    }
    return word;
}

/// Stems each different word once.
std::uint32_t LexicalBuilder::stem_of(std::uint32_t form) {
    if (index_.stem_of_[form] == Vocabulary::kNone) {
        const auto stem = word_of(canonical_stem(index_.words_.text(form)));
        index_.stem_of_.edit()[form] = stem;
        auto& forms = forms_of_stem_[stem];
        index_.form_of_.edit()[form] = forms;
        forms = static_cast<std::uint8_t>(std::min(forms + 1, int{StemPosting::kSeveral}));
    }
    return index_.stem_of_[form];
}

LexicalBuilder::Stem& LexicalBuilder::stem_at_hand(std::uint32_t word) {
    if (stem_place_[word] == 0) {
        stems_.push_back({word});
        stem_place_[word] = static_cast<std::uint32_t>(stems_.size());
    }
    return stems_[stem_place_[word] - 1];
}

void LexicalBuilder::add_stems(const SkillWords& words) {
    for (std::size_t i = 0; i < words.counts.size(); ++i) {
        const auto& count = words.counts[i];
        if (count.places == 0) {
            continue;
        }
        const auto form = word_numbers_[i];
        auto& stem = stem_at_hand(stem_of(form));
        stem.weight += count.weight;
        stem.body += count.body;
        stem.when += count.when;
        stem.places |= count.places;
        if ((count.places & StemPlaces::kFields) != 0) {
            ++stem.forms;
            stem.form = index_.form_of_[form];
        }
    }
    for (auto& stem : stems_) {
        if ((stem.places & StemPlaces::kAbout) != 0) {
            stem.places &= static_cast<std::uint8_t>(~StemPlaces::kAgainst);
        }
    }
}

/// Forms of which a skill has several of one stem, and those that have no number.
void LexicalBuilder::add_forms(const SkillWords& words) {
    for (std::size_t i = 0; i < words.counts.size(); ++i) {
        const auto form = word_numbers_[i];
        if ((words.counts[i].places & StemPlaces::kFields) == 0) {
            continue;
        }
        auto& stem = stem_at_hand(index_.stem_of_[form]);
        if (stem.forms > 1 || index_.form_of_[form] == StemPosting::kSeveral) {
            stem.form = StemPosting::kSeveral;
            index_.postings_.add_form(form, {next_skill(), Share16::of(saturated(words.counts[i].weight))});
        }
    }
}

void LexicalBuilder::keep_stems(std::uint32_t body_length) {
    std::uint64_t bits = 0;
    const auto about_begin = index_.about_stems_.size();
    for (const auto& stem : stems_) {
        index_.postings_.add(stem.word,
                             {next_skill(), Share16::of(saturated(stem.weight)),
                              Share16::of(body_weight(stem.body, body_length)), stem.places, stem.form});
        if ((stem.places & StemPlaces::kAbout) != 0) {
            index_.about_stems_.push_back(stem.word);
            bits |= LexicalIndex::about_bit(hash_text(index_.words_.text(stem.word)));
        }
        if (stem.when > 1) {
            index_.often_when_.emplace_back(LexicalIndex::skill_and_stem(next_skill(), stem.word), stem.when);
        }
        stem_place_[stem.word] = 0;
    }
    const auto about = index_.about_stems_.edit().subspan(about_begin);
    std::sort(about.begin(), about.end());
    index_.about_ends_.push_back(static_cast<std::uint32_t>(index_.about_stems_.size()));
    index_.about_bits_.push_back(bits);
    stems_.clear();
}

void LexicalBuilder::add_name(const SkillWords& words) {
    std::vector<std::uint32_t> stems;
    for (const auto word : words.name) {
        stems.push_back(stem_of(word_numbers_[word]));
    }
    // In the order of their texts: sums of their rarities come out the same in every index.
    std::sort(stems.begin(), stems.end(), [this](std::uint32_t a, std::uint32_t b) {
        return index_.words_.text(a) < index_.words_.text(b);
    });
    stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
    for (const auto stem : stems) {
        index_.name_stems_.push_back(stem);
        index_.name_rarities_.push_back(static_cast<float>(background().rarity(index_.words_.text(stem))));
    }
    index_.name_ends_.push_back(static_cast<std::uint32_t>(index_.name_stems_.size()));
}

void LexicalBuilder::add_phrases(const SkillWords& words) {
    for (const auto& phrase : words.phrases) {
        const auto number = static_cast<std::uint32_t>(index_.phrase_skills_.size());
        std::map<std::uint32_t, double> rarities;
        double whole = 0;
        for (const auto word : phrase) {
            const auto stem = stem_of(word_numbers_[word]);
            index_.phrase_stems_.push_back(stem);
            const double rarity = background().rarity(index_.words_.text(stem));
            rarities[stem] += rarity;
            whole += rarity;
        }
        index_.phrase_ends_.push_back(static_cast<std::uint32_t>(index_.phrase_stems_.size()));
        index_.phrase_skills_.push_back(next_skill());
        tell_phrase(number, {rarities.begin(), rarities.end()}, whole);
    }
}

/// A prompt that holds none of a phrase's rarest stems cannot hold enough of the rest; so the phrase is found
/// by as few of them as make that sure.
void LexicalBuilder::tell_phrase(std::uint32_t phrase, std::vector<std::pair<std::uint32_t, double>> rarities,
                                 double whole) {
    constexpr double kRounding = 1e-9;
    std::sort(rarities.begin(), rarities.end(), [this](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second
                                    : index_.words_.text(a.first) < index_.words_.text(b.first);
    });
    double told = 0;
    for (const auto& [stem, rarity] : rarities) {
        if (told > (1 - kLeastQuoteShare + kRounding) * whole) {
            break;
        }
        told += rarity;
        index_.phrases_by_stem_.emplace_back(stem, phrase);
    }
}

/// Of folders of one name the first is the one that others link to.
void LexicalBuilder::add_folder(std::string_view folder) {
    by_folder_.emplace(folder, next_skill());
}

void LexicalBuilder::take(std::uint32_t number, std::string_view folder) {
    const auto& from = *previous_;
    numbers_[number] = next_skill();
    append_part(index_.about_stems_, from.about_stems_, from.about_ends_, number);
    index_.about_ends_.push_back(static_cast<std::uint32_t>(index_.about_stems_.size()));
    index_.about_bits_.push_back(from.about_bits_[number]);
    append_part(index_.name_stems_, from.name_stems_, from.name_ends_, number);
    append_part(index_.name_rarities_, from.name_rarities_, from.name_ends_, number);
    index_.name_ends_.push_back(static_cast<std::uint32_t>(index_.name_stems_.size()));
    take_phrases(number);
    while (next_child_ < from.children_.size() && from.children_[next_child_].first <= number) {
        const auto& [skill, child] = from.children_[next_child_++];
        if (skill == number) {
            index_.children_.emplace_back(next_skill(), child);
        }
    }
    add_folder(folder);
    index_.ecosystems_of_.push_back(from.ecosystems_of_[number]);
    index_.known_of_.push_back(from.known_of_[number]);
    index_.when_lengths_.push_back(from.when_lengths_[number]);
}

void LexicalBuilder::take_phrases(std::uint32_t number) {
    const auto& from = *previous_;
    for (; next_phrase_ < from.phrase_skills_.size() && from.phrase_skills_[next_phrase_] <= number;
         ++next_phrase_) {
        if (from.phrase_skills_[next_phrase_] == number) {
            phrase_numbers_[next_phrase_] = static_cast<std::uint32_t>(index_.phrase_skills_.size());
            append_part(index_.phrase_stems_, from.phrase_stems_, from.phrase_ends_, next_phrase_);
            index_.phrase_ends_.push_back(static_cast<std::uint32_t>(index_.phrase_stems_.size()));
            index_.phrase_skills_.push_back(next_skill());
        }
    }
}

LexicalIndex LexicalBuilder::finish() {
    if (previous_ != nullptr) {
        index_.postings_.take_over(previous_->postings_, numbers_);
        index_.pairs_.take_over(previous_->pairs_, numbers_);
    } else {
        index_.followed_ = 0;
    }
    index_.words_.finish();
    index_.postings_.finish(index_.words_.size());
    index_.pairs_.finish();
    finish_often_when();
    finish_phrases();
    finish_links();
    for (const auto& ecosystems : index_.ecosystems_of_) {
        index_.ecosystems_.add(ecosystems);
    }
    count_holders();
    const auto trim_all = [](auto&... columns) { (columns.shrink_to_fit(), ...); };
    trim_all(index_.stem_of_, index_.form_of_, index_.when_lengths_, index_.ecosystems_of_, index_.known_of_,
             index_.about_bits_, index_.about_stems_, index_.about_ends_, index_.name_stems_,
             index_.name_rarities_, index_.name_ends_, index_.often_when_, index_.phrase_stems_,
             index_.phrase_ends_, index_.phrase_skills_, index_.phrases_by_stem_, index_.links_,
             index_.children_);
    return std::move(index_);
}

void LexicalBuilder::finish_often_when() {
    for (std::size_t i = 0; previous_ != nullptr && i < previous_->often_when_.size(); ++i) {
        const auto& [key, count] = previous_->often_when_[i];
        const auto skill = numbers_[static_cast<std::size_t>(key >> 32U)];
        if (skill != kNoSkill) {
            index_.often_when_.emplace_back(
                LexicalIndex::skill_and_stem(skill, static_cast<std::uint32_t>(key)), count);
        }
    }
    std::sort(index_.often_when_.begin(), index_.often_when_.end());
}

void LexicalBuilder::finish_phrases() {
    auto& told = index_.phrases_by_stem_;
    std::sort(told.begin(), told.end());
    const auto added = static_cast<std::ptrdiff_t>(told.size());
    for (std::size_t i = 0; previous_ != nullptr && i < previous_->phrases_by_stem_.size(); ++i) {
        const auto& [stem, phrase] = previous_->phrases_by_stem_[i];
        if (phrase_numbers_[phrase] != kNoSkill) {
            told.emplace_back(stem, phrase_numbers_[phrase]);
        }
    }
    std::inplace_merge(told.begin(), told.begin() + added, told.end());
}

void LexicalBuilder::finish_links() {
    for (const auto& [parent, folder] : index_.children_) {
        const auto child = by_folder_.find(folder);
        if (child != by_folder_.end() && child->second != parent) {
            index_.links_.emplace_back(parent, child->second);
        }
    }
}

/// How many skills hold each word, by the lists of their stems.
void LexicalBuilder::count_holders() {
    const auto words = index_.words_.size();
    index_.with_form_.assign(words, 0);
    index_.with_stem_.assign(words, 0);
    index_.about_.assign(words, 0);
    std::vector<std::uint32_t> first_form(words + 1, 0);  // where the counts of a stem's forms begin
    for (std::uint32_t word = 0; word < words; ++word) {
        first_form[word + 1] = first_form[word] + forms_of_stem_[word];
    }
    std::vector<std::uint32_t> with_form(first_form.back(), 0);
    const auto with_stem = index_.with_stem_.edit();
    const auto about = index_.about_.edit();
    const auto held_form = index_.with_form_.edit();
    for (std::uint32_t stem = 0; stem < words; ++stem) {
        const auto list = index_.postings_.list(stem);
        for (std::size_t i = 0; i < list.skills.size(); ++i) {
            const bool in_fields = (list.places[i] & StemPlaces::kFields) != 0;
            with_stem[stem] += in_fields ? 1 : 0;
            about[stem] += (list.places[i] & StemPlaces::kAbout) != 0 ? 1 : 0;
            if (in_fields && list.forms[i] != StemPosting::kSeveral) {
                ++with_form[first_form[stem] + list.forms[i]];
            }
        }
    }
    for (std::uint32_t form = 0; form < words; ++form) {
        const auto stem = index_.stem_of_[form];
        if (stem != Vocabulary::kNone) {
            const bool numbered = index_.form_of_[form] != StemPosting::kSeveral;
            held_form[form] = (numbered ? with_form[first_form[stem] + index_.form_of_[form]] : 0) +
                              static_cast<std::uint32_t>(index_.postings_.forms(form).skills.size());
        }
    }
}

}  // namespace skillwake::matcher::lexical
