#include "matcher/pattern_set.h"

#include "base/text.h"
#include "matcher/literal_finder.h"
#include "matcher/literal_sequence.h"
#include "matcher/pattern_cache.h"
#include "matcher/pattern_check.h"
#include "matcher/required_literals.h"
#include "matcher/trigger_pattern.h"
#include "matcher/vocabulary.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace skillwake::matcher {

struct PatternSet::Impl {
    struct Pattern {
        std::string text;
        std::uint32_t number = 0;                         ///< of the caller
        std::unique_ptr<const LiteralSequence> sequence;  ///< where the pattern is one
        /// Literals of the clauses behind the first, as 0-ended lists of their numbers and one more.
        std::vector<std::uint32_t> more_clauses;
    };

    std::vector<Pattern> patterns;
    Vocabulary literals;
    /// (literal, pattern) of the patterns' first clauses; by literal once compiled.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> wanted;
    std::vector<std::uint32_t> always;  ///< patterns that nothing must be there for
    LiteralFinder finder;
    mutable PatternCache compiled;
    PatternCheck check;
    std::vector<const PatternReadings*> known;  ///< until compile(), like the next
    PatternReadings readings;

    /// What `text` requires; an error where it is not taken.
    Result<RequiredLiterals> read(const std::string& text) {
        if (const auto found = readings.find(text); found != readings.end()) {
            return found->second;
        }
        for (const auto* before : known) {
            if (const auto found = before->find(text); found != before->end()) {
                return found->second;
            }
        }
        if (auto checked = check.check(text); !checked) {
            return std::move(checked).error();
        }
        return required_literals(text);
    }

    void require(std::uint32_t pattern, const RequiredLiterals& required) {
        if (required.clauses.empty()) {
            always.push_back(pattern);
            return;
        }
        for (const auto& literal : required.clauses.front()) {
            wanted.emplace_back(literals.intern(literal), pattern);
        }
        for (std::size_t clause = 1; clause < required.clauses.size(); ++clause) {
            for (const auto& literal : required.clauses[clause]) {
                patterns[pattern].more_clauses.push_back(literals.intern(literal) + 1);
            }
            patterns[pattern].more_clauses.push_back(0);
        }
    }

    /// Whether of each further clause a literal is among `held`, which is ascending.
    static bool holds_more(const Pattern& pattern, const std::vector<int>& held) {
        bool holds = false;
        for (const auto literal : pattern.more_clauses) {
            if (literal == 0 && !holds) {
                return false;
            }
            holds = literal != 0 &&
                    (holds || std::binary_search(held.begin(), held.end(), static_cast<int>(literal - 1)));
        }
        return true;
    }

    /// The patterns that may match a text that holds these literals, ascending.
    std::vector<std::uint32_t> candidates(const std::vector<int>& held) const {
        auto found = always;
        for (const int literal : held) {
            const std::pair first(static_cast<std::uint32_t>(literal), std::uint32_t{0});
            for (auto at = std::lower_bound(wanted.begin(), wanted.end(), first);
                 at != wanted.end() && at->first == first.first; ++at) {
                if (holds_more(patterns[at->second], held)) {
                    found.push_back(at->second);
                }
            }
        }
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

    void run(std::uint32_t place, std::string_view text, std::vector<Hit>& hits) const {
        const auto& pattern = patterns[place];
        const auto compiled_pattern = compiled.get(place, pattern.text);
        const re2::StringPiece whole(text.data(), text.size());
        re2::StringPiece match;
        std::size_t from = 0;
        for (std::size_t count = 0; count < kMaxHits; ++count) {
            if (!compiled_pattern->Match(whole, from, whole.size(), RE2::UNANCHORED, &match, 1) ||
                match.empty()) {
                return;
            }
            const auto begin = static_cast<std::size_t>(match.data() - whole.data());
            hits.push_back({pattern.number, begin, begin + match.size()});
            from = begin + match.size();
        }
    }

    /// The same without RE2. False, and no hits: it cannot tell.
    static bool run_sequence(const Pattern& pattern, std::string_view text, std::string_view folded,
                             std::vector<Hit>& hits) {
        const auto before = hits.size();
        std::size_t from = 0;
        for (std::size_t count = 0; count < kMaxHits; ++count) {
            const auto found = pattern.sequence->find(text, folded, from);
            if (!found.complete) {
                hits.resize(before);
                return false;
            }
            if (!found.span || found.span->begin == found.span->end) {
                return true;
            }
            hits.push_back({pattern.number, found.span->begin, found.span->end});
            from = found.span->end;
        }
        return true;
    }
};

namespace {

/// `text` folded as RE2 folds the literals that it requires, where those are ASCII: the Kelvin sign and the
/// long s fold to ASCII letters. Only what it holds counts, not where.
std::string folded_for_literals(std::string_view text) {
    auto folded = fold_ascii(text);
    for (const auto& [sign, letter] : {std::pair("\u212A", 'k'), std::pair("\u017F", 's')}) {
        const std::string_view bytes = sign;
        for (auto at = folded.find(bytes); at != std::string::npos; at = folded.find(bytes, at)) {
            folded.replace(at, bytes.size(), 1, letter);
        }
    }
    return folded;
}

}  // namespace

PatternSet::PatternSet() : impl_(std::make_unique<Impl>()) {}
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

Status PatternSet::add(const std::string& pattern, std::uint32_t number) {
    const auto required = impl_->read(pattern);
    if (!required) {
        return required.error();
    }
    const auto place = static_cast<std::uint32_t>(impl_->patterns.size());
    auto sequence = LiteralSequence::read(pattern);
    impl_->patterns.push_back(
        {pattern,
         number,
         sequence ? std::make_unique<const LiteralSequence>(*std::move(sequence)) : nullptr,
         {}});
    impl_->require(place, *required);
    impl_->readings.emplace(pattern, *required);
    return Ok{};
}

void PatternSet::know(const PatternReadings& readings) {
    impl_->known.push_back(&readings);
}

void PatternSet::compile(PatternReadings& readings) {
    readings.merge(impl_->readings);
    impl_->readings = {};
    impl_->known.clear();
    auto& literals = impl_->literals;
    std::vector<std::string> texts;
    for (std::uint32_t literal = 0; literal < literals.size(); ++literal) {
        texts.emplace_back(literals.text(literal));
    }
    impl_->finder.compile(texts);
    literals = Vocabulary();
    std::sort(impl_->wanted.begin(), impl_->wanted.end());
    impl_->wanted.shrink_to_fit();
    impl_->patterns.shrink_to_fit();
}

PatternSet::Found PatternSet::find(std::string_view text) const {
    Found found;
    if (impl_->patterns.empty() || text.empty()) {
        return found;
    }
    const auto folded = folded_for_literals(text);
    const bool takes_sequences = LiteralSequence::takes(text);
    std::size_t runs = 0;
    std::size_t sequence_bytes = 0;
    for (const auto place : impl_->candidates(impl_->finder.find(folded))) {
        const auto& pattern = impl_->patterns[place];
        const bool in_steps = takes_sequences && pattern.sequence;
        sequence_bytes += in_steps ? text.size() : 0;
        if (sequence_bytes > kMaxSequenceBytes) {
            found.complete = false;
            break;
        }
        if (in_steps && Impl::run_sequence(pattern, text, folded, found.hits)) {
            continue;
        }
        ++runs;
        if (runs > kMaxRuns || runs * text.size() > kMaxRunBytes) {
            found.complete = false;
            break;
        }
        impl_->run(place, text, found.hits);
    }
    return found;
}

}  // namespace skillwake::matcher
