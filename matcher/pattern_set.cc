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
#include <bit>
#include <numeric>
#include <span>
#include <utility>

namespace skillwake::matcher {

struct PatternSet::Impl {
    struct Pattern {
        std::string text;
        std::uint32_t number = 0;                   ///< of the caller
        std::unique_ptr<LiteralSequence> sequence;  ///< where the pattern is one
    };

    std::vector<Pattern> patterns;
    Vocabulary literals;
    /// Of the patterns one behind the other: literals of their clauses, each clause a 0-ended list of numbers
    /// and one more. Once compiled without the clause by which the pattern is found.
    std::vector<std::uint32_t> clauses;
    std::vector<std::uint32_t> clauses_ends;  ///< of each pattern's
    /// By literal the patterns that are found by it, once compiled.
    std::vector<std::uint32_t> wanted;
    std::vector<std::uint32_t> wanted_ends;  ///< of each literal's
    std::vector<std::uint32_t> always;       ///< patterns that nothing must be there for
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
        clauses_ends.push_back(static_cast<std::uint32_t>(clauses.size()));
        if (auto& sequence = patterns[pattern].sequence) {
            sequence->number_literals(
                [this](const std::string& literal) { return literals.intern(literal); });
        }
    }

    static std::span<const std::uint32_t> part(const std::vector<std::uint32_t>& values,
                                               const std::vector<std::uint32_t>& ends, std::uint32_t number) {
        const std::uint32_t begin = number == 0 ? 0 : ends[number - 1];
        return std::span(values).subspan(begin, ends[number] - begin);
    }

    std::span<const std::uint32_t> clauses_of(std::uint32_t pattern) const {
        return part(clauses, clauses_ends, pattern);
    }

    /// Literals that many patterns ask for are likely words of everyday: a pattern is found by others.
    void choose_rarest_clauses() {
        std::vector<std::uint32_t> askers(literals.size() + 1, 0);
        for (const auto literal : clauses) {
            ++askers[literal];
        }
        std::vector<std::pair<std::uint32_t, std::uint32_t>> found_by;  // (literal, pattern)
        std::vector<std::uint32_t> rest;
        std::vector<std::uint32_t> rest_ends;
        for (std::uint32_t number = 0; number < patterns.size(); ++number) {
            const auto own = clauses_of(number);
            const auto rarest = rarest_clause(own, askers);
            for (auto at = rarest.begin; at < rarest.end; ++at) {
                found_by.emplace_back(own[at] - 1, number);
            }
            const auto behind = own.subspan(std::min(rarest.end + 1, own.size()));
            rest.insert(rest.end(), own.begin(), own.begin() + static_cast<std::ptrdiff_t>(rarest.begin));
            rest.insert(rest.end(), behind.begin(), behind.end());
            rest_ends.push_back(static_cast<std::uint32_t>(rest.size()));
        }
        rest.shrink_to_fit();
        clauses = std::move(rest);
        clauses_ends = std::move(rest_ends);
        clauses_ends.shrink_to_fit();
        std::sort(found_by.begin(), found_by.end());
        wanted.reserve(found_by.size());
        wanted_ends.assign(literals.size(), 0);
        for (const auto& [literal, pattern] : found_by) {
            wanted.push_back(pattern);
            ++wanted_ends[literal];
        }
        std::partial_sum(wanted_ends.begin(), wanted_ends.end(), wanted_ends.begin());
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

    /// Whether of each further clause a literal is held.
    bool holds_more(std::uint32_t pattern, const LiteralPlaces& held) const {
        bool holds = false;
        for (const auto literal : clauses_of(pattern)) {
            if (literal == 0 && !holds) {
                return false;
            }
            holds = literal != 0 && (holds || held.holds(literal - 1));
        }
        return true;
    }

    /// The patterns that may match a text that holds these literals, ascending.
    std::vector<std::uint32_t> candidates(const LiteralPlaces& held) const {
        constexpr std::size_t kBits = 64;
        std::vector<std::uint64_t> may(patterns.size() / kBits + 1, 0);  // a bit each
        const auto mark = [&may](std::uint32_t pattern) {
            may[pattern / kBits] |= std::uint64_t{1} << pattern % kBits;
        };
        std::for_each(always.begin(), always.end(), mark);
        for (const auto literal : held.held()) {
            for (const auto pattern : part(wanted, wanted_ends, literal)) {
                if (holds_more(pattern, held)) {
                    mark(pattern);
                }
            }
        }
        std::vector<std::uint32_t> found;
        for (std::size_t word = 0; word < may.size(); ++word) {
            for (auto bits = may[word]; bits != 0; bits &= bits - 1) {
                found.push_back(static_cast<std::uint32_t>(word * kBits +
                                                           static_cast<std::size_t>(std::countr_zero(bits))));
            }
        }
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

    /// The same without RE2. False, and no hits: it cannot tell. Takes what it needs from `steps`.
    static bool run_sequence(const Pattern& pattern, LiteralSequence::Text& text, std::size_t& steps,
                             std::vector<Hit>& hits) {
        const auto before = hits.size();
        std::size_t from = 0;
        for (std::size_t count = 0; count < kMaxHits; ++count) {
            const auto found = pattern.sequence->find(text, from);
            steps -= std::min(steps, found.steps);
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
        {pattern, number, sequence ? std::make_unique<LiteralSequence>(*std::move(sequence)) : nullptr});
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
    const auto places = impl_->finder.find(folded);
    const bool takes_sequences = places.complete() && LiteralSequence::Text::takes(text);
    LiteralSequence::Text sequence_text(text, folded, places);
    const auto most_runs = text.size() > kLongText ? kMaxLongRuns : kMaxRuns;
    std::size_t runs = 0;
    std::size_t sequence_bytes = 0;
    std::size_t steps = kMaxSequenceSteps;
    for (const auto place : impl_->candidates(places)) {
        const auto& pattern = impl_->patterns[place];
        const bool in_steps = takes_sequences && pattern.sequence;
        sequence_bytes += in_steps ? std::min(text.size(), kSequenceBytes) : 0;
        if (sequence_bytes > kMaxSequenceBytes || steps == 0) {
            found.complete = false;
            break;
        }
        if (in_steps && Impl::run_sequence(pattern, sequence_text, steps, found.hits)) {
            continue;
        }
        ++runs;
        if (runs > most_runs || runs * text.size() > kMaxRunBytes) {
            found.complete = false;
            break;
        }
        impl_->run(place, text, found.hits);
    }
    return found;
}

}  // namespace skillwake::matcher
