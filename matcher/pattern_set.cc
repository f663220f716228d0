#include "matcher/pattern_set.h"

#include <algorithm>

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include "base/text.h"
#include "matcher/literal_finder.h"

namespace skillwake::matcher {

struct PatternSet::Impl {
    re2::FilteredRE2 filter{static_cast<int>(LiteralFinder::kShortest)};
    std::vector<std::uint32_t> numbers;  ///< of the caller, by RE2's own
    LiteralFinder literals;
};

PatternSet::PatternSet() : impl_(std::make_unique<Impl>()) {}
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

Status PatternSet::add(const std::string& pattern, std::uint32_t number) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMaxPatternMemory);
    int id = 0;
    // The filter says only that a pattern is wrong; RE2 itself says how.
    if (const RE2 probe(pattern, options); !probe.ok()) {
        return Error(Errc::Invalid, "not a pattern that RE2 takes: " + probe.error());
    }
    if (impl_->filter.Add(pattern, options, &id) != RE2::NoError) {
        return Error(Errc::Invalid, "not a pattern that RE2 takes");
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
    // The required literals come folded by RE2, which folds ASCII and a few letters more: bytes beyond ASCII are rare
    // in patterns, and FilteredRE2 requires no literal where it cannot be sure.
    std::vector<int> candidates;
    impl_->filter.AllPotentials(impl_->literals.find(fold_ascii(text)), &candidates);
    std::sort(candidates.begin(), candidates.end());
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
