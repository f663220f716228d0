#include "matcher/lexical/stem.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
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

/// As word.ends_with(suffix); most words differ in their last letters.
bool ends(std::string_view word, std::string_view suffix) {
    return word.size() >= suffix.size() && word.back() == suffix.back() &&
           word[word.size() - 2] == suffix[suffix.size() - 2] && word.ends_with(suffix);
}

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
void step_replace(std::string& word, const std::array<Rule, Count>& rules) {
    for (const auto& [suffix, replacement] : rules) {
        if (ends(word, suffix)) {
            if (measure(before(word, suffix)) > 0) {
                cut(word, suffix.size());
                word.append(replacement);
            }
            return;
        }
    }
}

void step_remove(std::string& word) {
    constexpr std::array<std::string_view, 19> kSuffixes = {
        "ement", "ment", "ance", "ence", "able", "ible", "ent", "ant", "ion", "ism",
        "ate",   "iti",  "ous",  "ive",  "ize",  "al",   "er",  "ic",  "ou"};
    for (const auto suffix : kSuffixes) {
        if (ends(word, suffix)) {
            const auto rest = before(word, suffix);
            const bool may = suffix != "ion" || rest.ends_with("s") || rest.ends_with("t");
            if (measure(rest) > 1 && may) {
                cut(word, suffix.size());
            }
            return;
        }
    }
}

void step_tidy(std::string& word) {
    if (word.ends_with("e")) {
        const auto rest = before(word, "e");
        if (measure(rest) > 1 || (measure(rest) == 1 && !ends_short(rest))) {
            cut(word, 1);
        }
    }
    if (measure(word) > 1 && ends_double_consonant(word) && word.back() == 'l') {
        cut(word, 1);
    }
}

constexpr std::array<Rule, 20> kLongSuffixes = {
    {{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
     {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"}, {"eli", "e"},     {"ousli", "ous"},
     {"ization", "ize"}, {"ation", "ate"},   {"ator", "ate"},  {"alism", "al"},  {"iveness", "ive"},
     {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},  {"iviti", "ive"}, {"biliti", "ble"}}};
constexpr std::array<Rule, 7> kMiddleSuffixes = {{{"icate", "ic"},
                                                  {"ative", ""},
                                                  {"alize", "al"},
                                                  {"iciti", "ic"},
                                                  {"ical", "ic"},
                                                  {"ful", ""},
                                                  {"ness", ""}}};

/// Spellings and short forms of one thing; the right one stands for all.
const std::unordered_map<std::string_view, std::string_view>& spellings() {
    static const std::unordered_map<std::string_view, std::string_view> kSpellings = {
        {"k8s", "kubernetes"},
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

std::string stem(std::string_view word) {
    const bool plain = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    std::string result(word);
    if (!plain || word.size() <= 2) {
        return result;
    }
    step_plural(result);
    step_past(result);
    // Behind a vowel it stays, as in Porter's later rules: "deploy" and "deployment" are one.
    if (result.ends_with("y") && has_vowel(before(result, "y")) && is_consonant(result, result.size() - 2)) {
        result.back() = 'i';
    }
    step_replace(result, kLongSuffixes);
    step_replace(result, kMiddleSuffixes);
    step_remove(result);
    step_tidy(result);
    return result;
}

std::string canonical_stem(std::string_view word) {
    const auto known = spellings().find(word);
    return stem(known == spellings().end() ? word : known->second);
}

}  // namespace skillwake::matcher::lexical
