#include "matcher/required_literals.h"

#include "matcher/literal_finder.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <numeric>
#include <optional>

namespace skillwake::matcher {
namespace {

/// One pattern's prefilter: whether it could match a text that holds some of its literals and no others. More
/// literals never make a yes a no.
class Prefilter {
public:
    explicit Prefilter(const std::string& pattern) : filter_(static_cast<int>(LiteralFinder::kShortest)) {
        RE2::Options options;
        options.set_log_errors(false);
        int id = 0;
        if (filter_.Add(pattern, options, &id) == RE2::NoError) {
            filter_.Compile(&literals_);
        }
    }

    const std::vector<std::string>& literals() const { return literals_; }

    bool could_match(const std::vector<bool>& present) const {
        std::vector<int> held;
        for (std::size_t i = 0; i < present.size(); ++i) {
            if (present[i]) {
                held.push_back(static_cast<int>(i));
            }
        }
        std::vector<int> potentials;
        filter_.AllPotentials(held, &potentials);
        return !potentials.empty();
    }

private:
    re2::FilteredRE2 filter_;
    std::vector<std::string> literals_;
};

/// A clause of literals that are not `used`: while all of them are absent the pattern cannot match, and each
/// of them alone could change that. The short ones, which many texts hold, are left out first.
std::optional<std::vector<std::size_t>> find_clause(const Prefilter& filter, const std::vector<bool>& used) {
    auto present = used;
    if (filter.could_match(present)) {
        return std::nullopt;
    }
    std::vector<std::size_t> order(present.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return filter.literals()[a].size() < filter.literals()[b].size();
    });
    std::vector<std::size_t> clause;
    for (const auto literal : order) {
        if (present[literal]) {
            continue;
        }
        present[literal] = true;
        if (filter.could_match(present)) {
            present[literal] = false;
            clause.push_back(literal);
        }
    }
    return clause;
}

bool is_ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// How telling a clause is: by its shortest literal, then by having few of them.
bool tells_more(const RequiredLiterals::Clause& a, const RequiredLiterals::Clause& b) {
    const auto shortest = [](const RequiredLiterals::Clause& clause) {
        std::size_t least = clause.front().size();
        for (const auto& literal : clause) {
            least = std::min(least, literal.size());
        }
        return least;
    };
    return shortest(a) != shortest(b) ? shortest(a) > shortest(b) : a.size() < b.size();
}

}  // namespace

RequiredLiterals required_literals(const std::string& pattern) {
    const Prefilter filter(pattern);
    const auto& literals = filter.literals();
    RequiredLiterals required;
    // We do not fold other letters as RE2 does.
    if (literals.empty() || !std::all_of(literals.begin(), literals.end(), is_ascii)) {
        return required;
    }
    std::vector<bool> used(literals.size(), false);
    if (literals.size() > RequiredLiterals::kMaxLiterals) {
        if (!filter.could_match(used)) {
            required.clauses.push_back(literals);
        }
        return required;
    }
    while (required.clauses.size() < RequiredLiterals::kMaxClauses) {
        const auto clause = find_clause(filter, used);
        if (!clause) {
            break;
        }
        required.clauses.emplace_back();
        for (const auto literal : *clause) {
            used[literal] = true;
            required.clauses.back().push_back(literals[literal]);
        }
    }
    std::stable_sort(required.clauses.begin(), required.clauses.end(), tells_more);
    return required;
}

}  // namespace skillwake::matcher
