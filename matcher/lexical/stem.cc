#include "matcher/lexical/stem.h"

#include "matcher/word_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>

namespace skillwake::matcher::lexical {
namespace {

using Rule = std::pair<std::string_view, std::string_view>;

bool is_consonant(std::string_view word, std::size_t at) {
    constexpr std::uint32_t kVowels =
        1U << ('a' - 'a') | 1U << ('e' - 'a') | 1U << ('i' - 'a') | 1U << ('o' - 'a') | 1U << ('u' - 'a');
    if ((kVowels >> static_cast<unsigned>(word[at] - 'a') & 1U) != 0) {
        return false;
    }
    return word[at] != 'y' || at == 0 || !is_consonant(word, at - 1);
}

/// Rules in their order, of which a word tries only those whose suffix ends with its last letter: most words
/// end like none.
template <std::size_t Count>
class Rules {
public:
    explicit constexpr Rules(const std::array<Rule, Count>& rules) : rules_(rules) {
        for (std::size_t rule = 0; rule < Count; ++rule) {
            by_last_[place_of(rules[rule].first.back())] |= 1U << rule;
        }
    }

    /// The first whose suffix `word` ends with; nullptr: none.
    const Rule* of(std::string_view word) const {
        for (auto left = by_last_[place_of(word.back())]; left != 0; left &= left - 1) {
            const auto& rule = rules_[static_cast<std::size_t>(std::countr_zero(left))];
            if (word.ends_with(rule.first)) {
                return &rule;
            }
        }
        return nullptr;
    }

private:
    static_assert(Count <= 32);
    static constexpr std::size_t place_of(char letter) { return static_cast<std::size_t>(letter - 'a'); }
    std::array<Rule, Count> rules_;
    std::array<std::uint32_t, 26> by_last_{};  ///< by letter: bit i, rules_[i]
};

/// How many vowel-consonant sequences the word has: Porter's m.
int measure(std::string_view word) {
    int count = 0;
    bool after_vowel = false;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const bool consonant = is_consonant(word, at);
        count += consonant && after_vowel ? 1 : 0;
        after_vowel = !consonant;
    }
    return count;
}

bool has_vowel(std::string_view word) {
    for (std::size_t at = 0; at < word.size(); ++at) {
        if (!is_consonant(word, at)) {
            return true;
        }
    }
    return false;
}

bool ends_double_consonant(std::string_view word) {
    return word.size() > 1 && word.back() == word[word.size() - 2] && is_consonant(word, word.size() - 1);
}

/// Consonant, vowel, consonant at the end, the last not w, x or y: "hop", not "show".
bool ends_short(std::string_view word) {
    const auto size = word.size();
    return size > 2 && is_consonant(word, size - 3) && !is_consonant(word, size - 2) &&
           is_consonant(word, size - 1) && word.back() != 'w' && word.back() != 'x' && word.back() != 'y';
}

void cut(std::string& word, std::size_t bytes) {
    word.resize(word.size() - bytes);
}

/// The part in front of a suffix.
std::string_view before(std::string_view word, std::string_view suffix) {
    return word.substr(0, word.size() - suffix.size());
}

void step_plural(std::string& word) {
    if (word.ends_with("sses") || word.ends_with("ies")) {
        cut(word, 2);
    } else if (!word.ends_with("ss") && word.ends_with("s")) {
        cut(word, 1);
    }
}

void step_past(std::string& word) {
    bool cut_off = false;
    if (word.ends_with("eed")) {
        if (measure(before(word, "eed")) > 0) {
            cut(word, 1);
        }
    } else if (word.ends_with("ed") && has_vowel(before(word, "ed"))) {
        cut(word, 2);
        cut_off = true;
    } else if (word.ends_with("ing") && has_vowel(before(word, "ing"))) {
        cut(word, 3);
        cut_off = true;
    }
    if (!cut_off) {
        return;
    }
    if (word.ends_with("at") || word.ends_with("bl") || word.ends_with("iz")) {
        word.push_back('e');
    } else if (ends_double_consonant(word) && word.back() != 'l' && word.back() != 's' &&
               word.back() != 'z') {
        cut(word, 1);
    } else if (measure(word) == 1 && ends_short(word)) {
        word.push_back('e');
    }
}

/// Replaces the first suffix of `rules` that the word has, when what is before it is long enough.
template <std::size_t Count>
void step_replace(std::string& word, const Rules<Count>& rules) {
    const auto* rule = rules.of(word);
    if (rule != nullptr && measure(before(word, rule->first)) > 0) {
        cut(word, rule->first.size());
        word.append(rule->second);
    }
}

constexpr Rules kRemoved(std::to_array<Rule>({{"ement", ""},
                                              {"ment", ""},
                                              {"ance", ""},
                                              {"ence", ""},
                                              {"able", ""},
                                              {"ible", ""},
                                              {"ent", ""},
                                              {"ant", ""},
                                              {"ion", ""},
                                              {"ism", ""},
                                              {"ate", ""},
                                              {"iti", ""},
                                              {"ous", ""},
                                              {"ive", ""},
                                              {"ize", ""},
                                              {"al", ""},
                                              {"er", ""},
                                              {"ic", ""},
                                              {"ou", ""}}));

void step_remove(std::string& word) {
    const auto* rule = kRemoved.of(word);
    if (rule == nullptr) {
        return;
    }
    const auto rest = before(word, rule->first);
    const bool may = rule->first != "ion" || rest.ends_with("s") || rest.ends_with("t");
    if (may && measure(rest) > 1) {
        cut(word, rule->first.size());
    }
}

void step_tidy(std::string& word) {
    if (word.ends_with("e")) {
        const auto rest = before(word, "e");
        const int sequences = measure(rest);
        if (sequences > 1 || (sequences == 1 && !ends_short(rest))) {
            cut(word, 1);
        }
    }
    if (word.back() == 'l' && ends_double_consonant(word) && measure(word) > 1) {
        cut(word, 1);
    }
}

constexpr Rules kLongSuffixes(std::to_array<Rule>(
    {{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
     {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"}, {"eli", "e"},     {"ousli", "ous"},
     {"ization", "ize"}, {"ation", "ate"},   {"ator", "ate"},  {"alism", "al"},  {"iveness", "ive"},
     {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},  {"iviti", "ive"}, {"biliti", "ble"}}));
constexpr Rules kMiddleSuffixes(std::to_array<Rule>({{"icate", "ic"},
                                                     {"ative", ""},
                                                     {"alize", "al"},
                                                     {"iciti", "ic"},
                                                     {"ical", "ic"},
                                                     {"ful", ""},
                                                     {"ness", ""}}));

/// Spellings and short forms of one thing; the right one stands for all.
const WordTable<std::string_view>& spellings() {
    static const WordTable<std::string_view> kSpellings = {{"k8s", "kubernetes"},
                                                           {"js", "javascript"},
                                                           {"ts", "typescript"},
                                                           {"py", "python"},
                                                           {"db", "database"},
                                                           {"dbs", "databases"},
                                                           {"repo", "repository"},
                                                           {"repos", "repositories"},
                                                           {"postgres", "postgresql"},
                                                           {"config", "configuration"},
                                                           {"configs", "configuration"},
                                                           {"cfg", "configuration"},
                                                           {"env", "environment"},
                                                           {"envs", "environments"},
                                                           {"docs", "documentation"},
                                                           {"doc", "document"},
                                                           {"perf", "performance"},
                                                           {"deps", "dependencies"},
                                                           {"dep", "dependency"},
                                                           {"infra", "infrastructure"},
                                                           {"auth", "authentication"},
                                                           {"authn", "authentication"},
                                                           {"authz", "authorization"},
                                                           {"app", "application"},
                                                           {"apps", "applications"},
                                                           {"img", "image"},
                                                           {"admin", "administrator"},
                                                           {"pic", "picture"},
                                                           {"spec", "specification"},
                                                           {"specs", "specifications"},
                                                           {"impl", "implementation"},
                                                           {"async", "asynchronous"},
                                                           {"sync", "synchronize"},
                                                           {"eval", "evaluation"},
                                                           {"evals", "evaluation"},
                                                           {"analysis", "analyze"},
                                                           {"analyses", "analyze"},
                                                           {"analyse", "analyze"},
                                                           {"analysing", "analyze"},
                                                           {"prs", "pr"},
                                                           {"csharp", "c#"},
                                                           {"cpp", "c++"},
                                                           {"dotnet", ".net"},
                                                           {"nodejs", "node"},
                                                           {"reactjs", "react"},
                                                           {"vuejs", "vue"},
                                                           {"md", "markdown"},
                                                           {"yml", "yaml"},
                                                           {"tf", "terraform"},
                                                           {"vm", "vms"},
                                                           {"photo", "image"},
                                                           {"photos", "image"},
                                                           {"pics", "picture"},
                                                           {"optimise", "optimize"},
                                                           {"optimising", "optimize"},
                                                           {"optimisation", "optimize"}};
    return kSpellings;
}

}  // namespace

void cut_to_stem(std::string& word) {
    const bool plain = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!plain || word.size() <= 2) {
        return;
    }
    step_plural(word);
    step_past(word);
    // Behind a vowel it stays, as in Porter's later rules: "deploy" and "deployment" are one.
    if (word.ends_with("y") && has_vowel(before(word, "y")) && is_consonant(word, word.size() - 2)) {
        word.back() = 'i';
    }
    step_replace(word, kLongSuffixes);
    step_replace(word, kMiddleSuffixes);
    step_remove(word);
    step_tidy(word);
}

std::string stem(std::string_view word) {
    std::string result(word);
    cut_to_stem(result);
    return result;
}

std::string canonical_stem(std::string_view word) {
    const auto* spelling = spellings().find(word);
    return stem(spelling == nullptr ? word : *spelling);
}

}  // namespace skillwake::matcher::lexical
