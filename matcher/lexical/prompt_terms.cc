#include "matcher/lexical/prompt_terms.h"

#include "matcher/lexical/description.h"
#include "matcher/lexical/skill_terms.h"
#include "matcher/lexical/stem.h"
#include "matcher/lexical/term.h"

#include <algorithm>
#include <unordered_map>

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

/// Terms with their highest weight, in the order in which they came.
class TermBag {
public:
    void add(std::string text, double weight) {
        const auto [known, added] = places_.emplace(std::move(text), terms_.size());
        if (added) {
            terms_.push_back({known->first, weight});
        } else {
            terms_[known->second].weight = std::max(terms_[known->second].weight, weight);
        }
    }
    std::vector<WeightedTerm> take() { return std::move(terms_); }

private:
    std::vector<WeightedTerm> terms_;
    std::unordered_map<std::string, std::size_t> places_;
};

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

std::vector<std::string> last_sentence(std::string_view prose) {
    const auto sentences = read_sentences(prose);
    for (auto sentence = sentences.rbegin(); sentence != sentences.rend(); ++sentence) {
        auto words = read_terms(*sentence);
        words.resize(std::min(words.size(), kMaxProseTerms));
        if (!words.empty()) {
            std::transform(words.begin(), words.end(), words.begin(), canonical_stem);
            std::sort(words.begin(), words.end());
            words.erase(std::unique(words.begin(), words.end()), words.end());
            return words;
        }
    }
    return {};
}

}  // namespace

PromptTerms read_prompt_terms(const PromptReading& prompt) {
    const auto texts = texts_of(prompt);
    TermBag surfaces;
    TermBag stems;
    TermBag pairs;
    auto words = read_terms(texts.prose);
    words.resize(std::min(words.size(), kMaxProseTerms));
    for (std::size_t i = 0; i < words.size(); ++i) {
        const double weight = i < kLeadingTerms ? 1.0 : kLaterWeight;
        surfaces.add(words[i], weight);
        stems.add(canonical_stem(words[i]), weight);
        if (i + 1 < words.size()) {
            pairs.add(pair_of(words[i], words[i + 1]), weight);
        }
    }
    const auto add_aside = [&](const std::string& text, double weight) {
        auto aside = read_terms(text);
        aside.resize(std::min(aside.size(), kMaxAsideTerms));
        for (const auto& word : aside) {
            surfaces.add(word, weight);
            stems.add(canonical_stem(word), weight);
        }
    };
    add_aside(texts.quoted, kQuotedWeight);
    add_aside(texts.code, kCodeWeight);
    PromptTerms terms;
    terms.ecosystems = Ecosystems::of(words);
    for (const auto& code : prompt.code) {
        if (code.language != nullptr) {
            terms.ecosystems.add(code.language->name == "go" ? "golang" : code.language->name);
        }
    }
    terms.count = words.size();
    terms.first = words.empty() ? std::string() : canonical_stem(words.front());
    terms.request = last_sentence(texts.prose);
    terms.surfaces = surfaces.take();
    terms.stems = stems.take();
    terms.pairs = pairs.take();
    return terms;
}

}  // namespace skillwake::matcher::lexical
