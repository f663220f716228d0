#include "matcher/language.h"

#include "base/text.h"
#include "matcher/languages/bash.h"
#include "matcher/languages/c.h"
#include "matcher/languages/csharp.h"
#include "matcher/languages/go.h"
#include "matcher/languages/java.h"
#include "matcher/languages/javascript.h"
#include "matcher/languages/php.h"
#include "matcher/languages/python.h"
#include "matcher/languages/ruby.h"
#include "matcher/languages/rust.h"
#include "matcher/languages/unread.h"
#include "matcher/word_table.h"

#include <algorithm>
#include <array>

namespace skillwake::matcher {
namespace {

constexpr std::array kLanguages = {
    languages::kPython, languages::kJavascript, languages::kTypescript, languages::kTsx,    languages::kGo,
    languages::kRust,   languages::kJava,       languages::kKotlin,     languages::kCsharp, languages::kCpp,
    languages::kC,      languages::kRuby,       languages::kPhp,        languages::kBash,   languages::kSwift,
};

template <class Fits>
const Language* find_language(Fits fits) {
    const auto* const found = std::find_if(kLanguages.begin(), kLanguages.end(), fits);
    return found == kLanguages.end() ? nullptr : found;
}

bool holds(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

const Language* language_of_extension(std::string_view extension) {
    return find_language([&](const Language& language) { return holds(language.extensions, extension); });
}

}  // namespace

const Language* language_named(std::string_view name) {
    return find_language([&](const Language& language) { return language.name == name; });
}

const Language* language_of_path(std::string_view path) {
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? nullptr : language_of_extension(fold_ascii(name.substr(dot + 1)));
}

const Language* language_spoken(std::string_view word) {
    static const auto kSpoken = [] {
        WordTable<const Language*> spoken;  // of a name that several have, the first
        for (const auto& language : kLanguages) {
            for (const auto name : language.spoken_names) {
                spoken.add(name, &language);
            }
        }
        return spoken;
    }();
    const auto* language = kSpoken.find(word);
    return language == nullptr ? nullptr : *language;
}

const Language* language_of_fence(std::string_view tag) {
    if (const auto* language = language_named(tag)) {
        return language;
    }
    const auto* language = language_of_extension(tag);
    return language != nullptr ? language : language_spoken(tag);
}

std::span<const Language> all_languages() {
    return kLanguages;
}

}  // namespace skillwake::matcher
