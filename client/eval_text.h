#pragma once

#include "client/eval_score.h"
#include "client/look.h"

#include <string>
#include <tuple>
#include <vector>

/// What a run of labelled cases found, for people and as JSON.
namespace skillwake::client {

struct VerdictCounts {
    std::uint64_t correct_trigger = 0;
    std::uint64_t true_negative = 0;
    std::uint64_t missed_trigger = 0;
    std::uint64_t wrong_skill = 0;
    std::uint64_t false_trigger = 0;

    static constexpr auto kFields =
        std::tuple(protocol::required("correct_trigger", &VerdictCounts::correct_trigger),
                   protocol::required("true_negative", &VerdictCounts::true_negative),
                   protocol::required("missed_trigger", &VerdictCounts::missed_trigger),
                   protocol::required("wrong_skill", &VerdictCounts::wrong_skill),
                   protocol::required("false_trigger", &VerdictCounts::false_trigger));
};

struct LevelMetrics {
    EvalMetrics load;
    EvalMetrics suggest;

    static constexpr auto kFields = std::tuple(protocol::required("load", &LevelMetrics::load),
                                               protocol::required("suggest", &LevelMetrics::suggest));
};

struct EvalReport {
    EvalLevel level = EvalLevel::Load;
    std::uint64_t cases = 0;
    EvalMetrics metrics;  ///< at `level`, as are the verdicts, confusions and results
    LevelMetrics levels;
    VerdictCounts verdicts;
    std::vector<Confusion> confusion;
    std::vector<std::string> unknown_skills;  ///< labels that name no skill of the catalogue
    std::vector<std::string> unmet;           ///< thresholds, one line each
    std::vector<CaseResult> results;

    static constexpr auto kFields = std::tuple(
        protocol::required("level", &EvalReport::level), protocol::required("cases", &EvalReport::cases),
        protocol::required("metrics", &EvalReport::metrics),
        protocol::required("levels", &EvalReport::levels),
        protocol::required("verdicts", &EvalReport::verdicts),
        protocol::required("confusion", &EvalReport::confusion),
        protocol::required("unknown_skills", &EvalReport::unknown_skills),
        protocol::required("unmet", &EvalReport::unmet), protocol::required("results", &EvalReport::results));
};

/// One case as it was labelled, and all that fired.
struct AnsweredCase {
    EvalCase labelled;
    std::vector<FiredSkill> fired;
};

EvalReport report_on(const std::vector<AnsweredCase>& answered, EvalLevel level,
                     const EvalThresholds& thresholds);

std::string eval_text(const EvalReport& report, const Look& look);

}  // namespace skillwake::client
