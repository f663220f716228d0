#include "matcher/lexical/skill_words.h"

#include "base/text.h"
#include "matcher/lexical/field_weight.h"
#include "matcher/lexical/skill_terms.h"

#include <algorithm>
#include <array>

namespace skillwake::matcher::lexical {
namespace {

constexpr std::array<std::uint8_t, kFields> kPlaces = {StemPlaces::kName | StemPlaces::kAbout,
                                                       StemPlaces::kAbout,
                                                       StemPlaces::kAbout,
                                                       StemPlaces::kHeading | StemPlaces::kWhen,
                                                       StemPlaces::kHeading,
                                                       StemPlaces::kBody,
                                                       StemPlaces::kBody};

class WordCounter {
public:
    explicit WordCounter(const SkillTerms& terms) : terms_(terms) {}

    SkillWords run() {
        for (std::size_t field = 0; field < kFields; ++field) {
            count_field(FieldId{static_cast<int>(field)});
        }
        mark(terms_.lead, StemPlaces::kLead);
        mark(terms_.against, StemPlaces::kAgainst);
        made_.name = numbers_of(terms_.of(FieldId::Name));
        for (const auto& phrase : terms_.quoted) {
            made_.phrases.push_back(numbers_of(phrase));
        }
        count_pairs();
        made_.body_length = static_cast<std::uint32_t>(terms_.of(FieldId::Body).size());
        made_.when_length = static_cast<std::uint32_t>(terms_.of(FieldId::WhenToUse).size());
        made_.ecosystems = terms_.ecosystems;
        made_.known = terms_.known;
        made_.children = terms_.children;
        return std::move(made_);
    }

private:
    std::uint32_t number_of(std::string_view word) {
        const auto number = made_.words.intern(word);
        if (number == made_.counts.size()) {
            made_.counts.emplace_back();
        }
        return number;
    }

    std::vector<std::uint32_t> numbers_of(const TermList& words) {
        std::vector<std::uint32_t> numbers;
        for (std::size_t i = 0; i < words.size(); ++i) {
            numbers.push_back(number_of(words[i]));
        }
        return numbers;
    }

    void count_field(FieldId field) {
        const auto& words = terms_.of(field);
        const double one = joint_weight(field, words.size(), false);
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto& count = made_.counts[number_of(words[i])];
            count.weight += one;
            count.places |= kPlaces[static_cast<std::size_t>(field)];
            count.body += field == FieldId::Body ? 1 : 0;
            count.when += field == FieldId::WhenToUse ? 1 : 0;
        }
    }

    void mark(const TermList& words, std::uint8_t place) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            made_.counts[number_of(words[i])].places |= place;
        }
    }

    void count_pairs() {
        std::vector<std::pair<std::uint64_t, double>> each;
        std::string pair;
        for (std::size_t field = 0; field < kPhraseFields; ++field) {
            const auto& words = terms_.fields[field];
            const auto count = words.empty() ? 0 : words.size() - 1;
            const double one = joint_weight(FieldId{static_cast<int>(field)}, count, true);
            for (std::size_t i = 0; i < count; ++i) {
                make_pair(words[i], words[i + 1], pair);
                each.emplace_back(hash_text(pair), one);
            }
        }
        std::stable_sort(each.begin(), each.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        for (std::size_t i = 0; i < each.size();) {
            const auto hash = each[i].first;
            double weight = 0;
            for (; i < each.size() && each[i].first == hash; ++i) {
                weight += each[i].second;
            }
            made_.pairs.emplace_back(hash, saturated(weight));
        }
    }

    const SkillTerms& terms_;
    SkillWords made_;
};

}  // namespace

std::string folder_name(const skill::Skill& skill) {
    return fold_ascii(skill.folder.filename().string());
}

SkillWords count_words(const skill::Skill& skill) {
    const auto terms = read_skill_terms(skill);
    auto words = WordCounter(terms).run();
    words.folder = folder_name(skill);
    return words;
}

}  // namespace skillwake::matcher::lexical
