#pragma once

#include "base/archive.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace skillwake::matcher {

/// What a text must hold for a pattern to match: of each clause at least one literal.
/// "(?i)(add|create).*(form|page)s?" has the clauses {"add", "create"} and {"form", "page"}.
struct RequiredLiterals {
    using Clause = std::vector<std::string>;  ///< ASCII, folded as RE2 folds them
    /// At most kMaxClauses, the one that fewest texts hold first; none: the pattern may match anything.
    std::vector<Clause> clauses;

    static constexpr std::size_t kMaxClauses = 3;
    static constexpr std::size_t kMaxLiterals =
        64;  ///< of a pattern; one with more has one clause of them all
};

template <class Archive, Archived<RequiredLiterals> Self>
void describe(Archive& archive, Self& required) {
    archive(required.clauses);
}

/// Of patterns that were taken, by their text. That RE2 takes a pattern, and what it requires, costs some 30
/// microseconds to find out, for those that public skills have.
using PatternReadings = std::unordered_map<std::string, RequiredLiterals>;

/// `pattern`: one that RE2 takes. Found by asking RE2's own prefilter: literals whose absence alone makes it
/// say no are a clause, and one of as few literals as will do.
RequiredLiterals required_literals(const std::string& pattern);

}  // namespace skillwake::matcher
