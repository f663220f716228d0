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
#include <span>
#include <utility>

namespace skillwake::matcher {

struct PatternSet::Impl {
    struct Pattern {
        std::string text;
        std::uint32_t number = 0;                         ///< of the caller
        std::unique_ptr<const LiteralSequence> sequence;  ///< where the pattern is one
        std::uint32_t clauses_end = 0;                    ///< of it in `clauses`
    };

    std::vector<Pattern> patterns;
    Vocabulary literals;
    /// Of the patterns one behind the other: literals of their clauses, each clause a 0-ended list of numbers
    /// and one more. Once compiled without the clause by which the pattern is found.
    std::vector<std::uint32_t> clauses;
    /// (literal, pattern) of the clauses by which patterns are found, once compiled; by literal.
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
        }
        for (const auto& clause : required.clauses) {
            for (const auto& literal : clause) {
                clauses.push_back(literals.intern(literal) + 1);
            }
            clauses.push_back(0);
        }
        patterns[pattern].clauses_end = static_cast<std::uint32_t>(clauses.size());
    }

    std::span<const std::uint32_t> clauses_of(std::uint32_t pattern) const {
        const std::uint32_t begin = pattern == 0 ? 0 : patterns[pattern - 1].clauses_end;
        return std::span(clauses).subspan(begin, patterns[pattern].clauses_end - begin);
    }

    /// Literals that many patterns ask for are likely words of everyday: a pattern is found by others.
    void choose_rarest_clauses() {
        std::vector<std::uint32_t> askers(literals.size() + 1, 0);
        for (const auto literal : clauses) {
            ++askers[literal];
        }
        std::vector<std::uint32_t> rest;
        std::uint32_t begin = 0;
        for (std::uint32_t number = 0; number < patterns.size(); ++number) {
            const auto own = std::span(clauses).subspan(begin, patterns[number].clauses_end - begin);
            begin = patterns[number].clauses_end;
            const auto rarest = rarest_clause(own, askers);
            for (auto at = rarest.begin; at < rarest.end; ++at) {
                wanted.emplace_back(own[at] - 1, number);
            }
            const auto behind = own.subspan(std::min(rarest.end + 1, own.size()));
            rest.insert(rest.end(), own.begin(), own.begin() + static_cast<std::ptrdiff_t>(rarest.begin));
            rest.insert(rest.end(), behind.begin(), behind.end());
            patterns[number].clauses_end = static_cast<std::uint32_t>(rest.size());
        }
        std::sort(wanted.begin(), wanted.end());
        wanted.shrink_to_fit();
        rest.shrink_to_fit();
        clauses = std::move(rest);
    }

    /// The places of one clause's literals.
    struct Clause {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    /// Of `clauses` the first whose literals have the fewest `askers`; empty: there is none.
    static Clause rarest_clause(std::span<const std::uint32_t> clauses,
                                const std::vector<std::uint32_t>& askers) {
        Clause rarest;
        std::size_t fewest = ~std::size_t{0};
        Clause clause;
        std::size_t asking = 0;
        for (; clause.end < clauses.size(); ++clause.end) {
            if (const auto literal = clauses[clause.end]; literal != 0) {
                asking += askers[literal];
                continue;
            }
            if (asking < fewest) {
                fewest = asking;
                rarest = clause;
            }
            clause.begin = clause.end + 1;
            asking = 0;
        }
        return rarest;
    }

    /// Whether of each further clause a literal is among `held`, which is ascending.
    bool holds_more(std::uint32_t pattern, const std::vector<int>& held) const {
        bool holds = false;
        for (const auto literal : clauses_of(pattern)) {
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
                if (holds_more(at->second, held)) {
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
        {pattern, number,
         sequence ? std::make_unique<const LiteralSequence>(*std::move(sequence)) : nullptr});
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
    impl_->choose_rarest_clauses();
    literals = Vocabulary();
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
