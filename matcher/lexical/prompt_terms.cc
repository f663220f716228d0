#include "matcher/lexical/prompt_terms.h"

#include "matcher/lexical/description.h"
#include "matcher/lexical/skill_terms.h"
#include "matcher/lexical/stem.h"
#include "matcher/lexical/term.h"

#include <algorithm>

namespace skillwake::matcher::lexical {
namespace {

constexpr std::size_t kLeadingTerms = 50;  ///< that count fully
constexpr double kLaterWeight = 0.4;
constexpr double kQuotedWeight = 0.4;
constexpr double kCodeWeight = 0.3;
constexpr std::size_t kLongQuoteBytes = 30;  ///< a shorter quotation names something that the user means
constexpr std::size_t kMaxProseTerms = 2'000;
constexpr std::size_t kMaxAsideTerms = 200;  ///< of quotations, and of code
constexpr std::size_t kMaxCodeBytes = 4'000;

/// The prompt's text by how it counts.
struct Texts {
    std::string prose;
    std::string quoted;
    std::string code;
};

/// The prompt with blanks for the words that it says are not wanted.
std::string wished(const PromptReading& prompt) {
    std::string text(prompt.prompt);
    for (std::size_t i = 0; i < prompt.words.size(); ++i) {
        if (prompt.places[i].negated) {
            const auto& word = prompt.words[i];
            text.replace(word.begin, word.end - word.begin, word.end - word.begin, ' ');
        }
    }
    return text;
}

Texts texts_of(const PromptReading& prompt) {
    Texts texts;
    const auto whole = wished(prompt);
    for (const auto& span : prompt.regions) {
        const auto text = std::string_view(whole).substr(span.begin, span.end - span.begin);
        switch (span.region) {
            case Region::Reminder:
                break;
            case Region::FencedCode:
            case Region::Log:
            case Region::Diff:
                texts.code.append(text.substr(0, kMaxCodeBytes - std::min(kMaxCodeBytes, texts.code.size())))
                    .push_back(' ');
                break;
            case Region::Quoted:
                if (text.size() >= kLongQuoteBytes) {
                    texts.quoted.append(text).push_back(' ');
                    texts.prose.append(" , ");
                    break;
                }
                texts.prose.append(text);
                break;
            case Region::Prose:
            case Region::InlineCode:
            case Region::Url:
            case Region::Path:
                texts.prose.append(text);
                break;
        }
    }
    return texts;
}

class TermsReader {
public:
    TermsReader(const PromptReading& prompt, const KnownStem& known) : prompt_(prompt), known_(known) {}

    PromptTerms read() {
        const auto texts = texts_of(prompt_);
        TermList words;
        words.reserve(texts.prose.size());
        // Those of the last sentence that has any begin at `request`.
        std::size_t request = 0;
        for (const auto sentence : read_sentences(texts.prose)) {
            const auto before = words.size();
            append_terms(words, sentence);
            request = words.size() > before ? before : request;
        }
        read_prose(words);
        add_aside(texts.quoted, kQuotedWeight);
        add_aside(texts.code, kCodeWeight);
        read_request(words, request);
        for (const auto& code : prompt_.code) {
            if (code.language != nullptr) {
                terms_.ecosystems.add(code.language->name == "go" ? "golang" : code.language->name);
            }
        }
        return std::move(terms_);
    }

private:
    void read_prose(const TermList& words) {
        const auto count = std::min(words.size(), kMaxProseTerms);
        for (auto* bag : {&terms_.surfaces, &terms_.stems, &terms_.pairs}) {
            bag->reserve(count + 1);
        }
        terms_.stem_of.reserve(count + 1);
        prose_.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            const double weight = i < kLeadingTerms ? 1.0 : kLaterWeight;
            prose_.push_back(add_word(words[i], weight));
            terms_.ecosystems.add(words[i]);
            if (i + 1 < count) {
                make_pair(words[i], words[i + 1], pair_);
                terms_.pairs.add(pair_, hash_text(pair_), weight);
            }
        }
        terms_.first = prose_.empty() ? Vocabulary::kNone : prose_.front();
    }

    /// -> the number of its stem.
    std::uint32_t add_word(std::string_view word, double weight) {
        const auto hash = hash_text(word);
        const auto surface = terms_.surfaces.add(word, hash, weight);
        if (surface == terms_.stem_of.size()) {
            const auto known = known_(word, hash);
            if (known.empty()) {
                const auto stem = canonical_stem(word);
                terms_.stem_of.push_back(terms_.stems.add(stem, hash_text(stem), weight));
            } else {
                terms_.stem_of.push_back(terms_.stems.add(known, hash_text(known), weight));
            }
        }
        const auto stem = terms_.stem_of[surface];
        terms_.stems.raise(stem, weight);
        return stem;
    }

    void add_aside(const std::string& text, double weight) {
        TermList words;
        append_terms(words, text);
        for (std::size_t i = 0; i < std::min(words.size(), kMaxAsideTerms); ++i) {
            add_word(words[i], weight);
        }
    }

    /// Words that the prompt's terms lack have no weight, and are left out.
    void read_request(const TermList& words, std::size_t begin) {
        auto& request = terms_.request;
        const auto end = std::min(words.size(), begin + kMaxProseTerms);
        request.reserve(end - begin);
        for (auto i = begin; i < end; ++i) {
            const auto stem = i < prose_.size() ? prose_[i] : find_stem(words[i]);
            if (stem != Vocabulary::kNone) {
                request.push_back(stem);
            }
        }
        std::sort(request.begin(), request.end());
        request.erase(std::unique(request.begin(), request.end()), request.end());
    }

    std::uint32_t find_stem(std::string_view word) const {
        const auto surface = terms_.surfaces.find(word);
        return surface == Vocabulary::kNone ? terms_.stems.find(canonical_stem(word))
                                            : terms_.stem_of[surface];
    }

    const PromptReading& prompt_;
    const KnownStem& known_;
    PromptTerms terms_;
    std::vector<std::uint32_t> prose_;  ///< the stem of each word of prose
    std::string pair_;                  ///< the one at hand
};

}  // namespace

void TermBag::reserve(std::size_t texts) {
    texts_.reserve(texts);
    known_.reserve(texts);
}

std::uint32_t TermBag::add(std::string_view text, std::uint64_t hash, double weight) {
    const auto number = texts_.intern(text, hash);
    if (number == known_.size()) {
        known_.push_back({hash, weight});
    } else {
        raise(number, weight);
    }
    return number;
}

PromptTerms read_prompt_terms(const PromptReading& prompt, const KnownStem& known) {
    return TermsReader(prompt, known).read();
}

}  // namespace skillwake::matcher::lexical
