#pragma once

#include "base/result.h"
#include "matcher/required_literals.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// Many RE2 patterns over one text, each behind the literals that it requires: a pattern runs only where of
/// each of its clauses (see required_literals.h) a literal occurs, without RE2 where it is literals joined by
/// any text (see literal_sequence.h), and is else compiled when it runs. It is found by the clause whose
/// literals the fewest other patterns ask for, too. So the cost grows with the text and with what it holds,
/// not with the patterns.
///
///     "(?i)(add|create).*form"   literal "form" -> pattern 0, which asks for "add" or "create" too
///     "(?i)(add|create).*page"   literal "page" -> pattern 1, the same
///     text "Create a form"       holds "create" and "form": pattern 0 runs, pattern 1 is not looked at
class PatternSet {
public:
    PatternSet();
    PatternSet(PatternSet&&) noexcept;
    PatternSet& operator=(PatternSet&&) noexcept;
    ~PatternSet();

    /// Before the first add(), as often as wanted: what was found out about patterns earlier is not found out
    /// again. It must outlive compile().
    void know(const PatternReadings& readings);
    /// Errc::Invalid: not RE2 syntax (the message says where), or it would need more than kMaxPatternMemory.
    Status add(const std::string& pattern, std::uint32_t number);
    /// Once, after the last add(). What is now known of the patterns goes into `readings`.
    void compile(PatternReadings& readings);
    void compile() {
        PatternReadings unused;
        compile(unused);
    }

    struct Hit {
        std::uint32_t number = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    struct Found {
        std::vector<Hit> hits;
        bool complete = true;  ///< false: more patterns would have run than may
    };
    /// The first places of each pattern that holds, at most kMaxHits each, by number. A match of nothing
    /// counts not, and nothing is looked for behind it: who may match nothing may do so at every place.
    Found find(std::string_view text) const;

    static constexpr std::int64_t kMaxPatternMemory = 1 << 20;
    static constexpr std::size_t kMaxHits = 4;
    /// Patterns that run on one text, and the bytes that all of them may read together.
    static constexpr std::size_t kMaxRuns = 400;
    static constexpr std::size_t kMaxRunBytes = 4U << 20U;
    /// Of a text of more than kLongText fewer run: one that has not run lately takes 0.2 ms of compiling.
    static constexpr std::size_t kMaxLongRuns = 32;
    static constexpr std::size_t kLongText = 4'096;
    /// Of patterns that need no RE2, see literal_sequence.h: the bytes of text that all of them may be asked
    /// about, a long text counted as kSequenceBytes for each, and the steps that they may take.
    static constexpr std::size_t kMaxSequenceBytes = 2U << 20U;
    static constexpr std::size_t kSequenceBytes = 4'096;
    static constexpr std::size_t kMaxSequenceSteps = 100'000;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace skillwake::matcher
