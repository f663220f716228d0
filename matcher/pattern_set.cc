#include "matcher/pattern_set.h"

#include "base/text.h"
#include "matcher/literal_finder.h"
#include "matcher/pattern_check.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace skillwake::matcher {

struct PatternSet::Impl {
    re2::FilteredRE2 filter{static_cast<int>(LiteralFinder::kShortest)};
    std::vector<std::uint32_t> numbers;  ///< of the caller, by RE2's own
    LiteralFinder literals;
    PatternCheck check;
    std::vector<int> always;  ///< by RE2's own: behind literals that we do not fold as RE2 does
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

/// Whether RE2 puts letters beyond ASCII among the literals of `pattern`.
bool needs_other_letters(const std::string& pattern, const RE2::Options& options) {
    re2::FilteredRE2 alone(static_cast<int>(LiteralFinder::kShortest));
    int id = 0;
    std::vector<std::string> atoms;
    if (alone.Add(pattern, options, &id) == RE2::NoError) {
        alone.Compile(&atoms);
    }
    return std::any_of(atoms.begin(), atoms.end(), [](const std::string& atom) {
        return std::any_of(atom.begin(), atom.end(),
                           [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    });
}

}  // namespace

PatternSet::PatternSet() : impl_(std::make_unique<Impl>()) {}
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

Status PatternSet::add(const std::string& pattern, std::uint32_t number) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMaxPatternMemory);
    int id = 0;
    // The filter says only that a pattern is wrong; the check says how.
    if (auto checked = impl_->check.check(pattern); !checked) {
        return checked;
    }
    if (impl_->filter.Add(pattern, options, &id) != RE2::NoError) {
        return Error(Errc::Invalid, "not a pattern that RE2 takes");
    }
    if (needs_other_letters(pattern, options)) {
        impl_->always.push_back(id);
    }
    impl_->numbers.push_back(number);
    return Ok{};
}

void PatternSet::compile() {
    if (impl_->numbers.empty()) {
        return;
    }
    std::vector<std::string> atoms;
    impl_->filter.Compile(&atoms);
    impl_->literals.compile(atoms);
}

std::vector<PatternSet::Hit> PatternSet::find(std::string_view text) const {
    std::vector<Hit> hits;
    if (impl_->numbers.empty() || text.empty()) {
        return hits;
    }
    std::vector<int> candidates;
    impl_->filter.AllPotentials(impl_->literals.find(folded_for_literals(text)), &candidates);
    candidates.insert(candidates.end(), impl_->always.begin(), impl_->always.end());
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    const re2::StringPiece whole(text.data(), text.size());
    for (const int id : candidates) {
        const RE2& pattern = impl_->filter.GetRE2(id);
        std::size_t from = 0;
        re2::StringPiece match;
        for (std::size_t count = 0; count < kMaxHits; ++count) {
            if (!pattern.Match(whole, from, whole.size(), RE2::UNANCHORED, &match, 1)) {
                break;
            }
            const auto begin = static_cast<std::size_t>(match.data() - whole.data());
            if (match.empty()) {
                break;
            }
            hits.push_back({impl_->numbers[static_cast<std::size_t>(id)], begin, begin + match.size()});
            from = begin + match.size();
        }
    }
    return hits;
}

}  // namespace skillwake::matcher
