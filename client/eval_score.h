#pragma once

#include "client/eval_cases.h"
#include "protocol/message.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

/// What the answers to labelled cases are worth.
namespace skillwake::client {

/// From where on a skill counts as fired.
enum class EvalLevel { Load, Suggest };

enum class Verdict {
    CorrectTrigger,  ///< what was wanted fired
    TrueNegative,    ///< nothing was wanted, and nothing wrong fired
    MissedTrigger,   ///< what was wanted did not fire, nor did anything wrong
    WrongSkill,      ///< another fired instead of what was wanted, or a forbidden one beside it
    FalseTrigger,    ///< nothing was wanted, and something fired that must not
};

}  // namespace skillwake::client

template <>
struct skillwake::protocol::EnumNames<skillwake::client::Verdict> {
    using Verdict = skillwake::client::Verdict;
    static constexpr std::array kNames = {std::pair{Verdict::CorrectTrigger, "correct_trigger"},
                                          std::pair{Verdict::TrueNegative, "true_negative"},
                                          std::pair{Verdict::MissedTrigger, "missed_trigger"},
                                          std::pair{Verdict::WrongSkill, "wrong_skill"},
                                          std::pair{Verdict::FalseTrigger, "false_trigger"}};
};

template <>
struct skillwake::protocol::EnumNames<skillwake::client::EvalLevel> {
    using EvalLevel = skillwake::client::EvalLevel;
    static constexpr std::array kNames = {std::pair{EvalLevel::Load, "load"},
                                          std::pair{EvalLevel::Suggest, "suggest"}};
};

namespace skillwake::client {

struct FiredSkill {
    std::string name;
    std::string path;  ///< of its SKILL.md
    bool loaded = false;
};

/// Whether a label means this skill: its name, with or without its plugin, or the end of its folder's path.
bool is_named(const FiredSkill& skill, std::string_view label);

/// One case with what fired at a level.
struct CaseResult {
    std::string id;
    std::string kind;
    Verdict verdict = Verdict::TrueNegative;
    std::vector<std::string> missed;  ///< the first label of each group that did not fire
    std::vector<std::string> fired;
    std::vector<std::string> wrong;  ///< those of `fired` that should not have
    std::uint64_t right = 0;         ///< those of `fired` that were wanted
    std::uint64_t wanted = 0;        ///< groups
    std::uint64_t found = 0;         ///< groups of which one fired

    static constexpr auto kFields = std::tuple(
        protocol::required("id", &CaseResult::id), protocol::optional("kind", &CaseResult::kind),
        protocol::required("verdict", &CaseResult::verdict), protocol::required("fired", &CaseResult::fired),
        protocol::required("missed", &CaseResult::missed), protocol::required("wrong", &CaseResult::wrong));
};

CaseResult judge_case(const EvalCase& labelled, const std::vector<FiredSkill>& fired, EvalLevel level);

/// Sums over cases. A share of nothing is absent.
struct EvalMetrics {
    std::optional<double> precision;   ///< of the fired skills that were judged, those that were wanted
    std::optional<double> recall;      ///< of what was wanted, what fired
    std::optional<double> f1;          ///< of both
    std::optional<double> false_rate;  ///< of the cases that want nothing, those with a false trigger
    std::uint64_t right = 0;
    std::uint64_t wrong = 0;
    std::uint64_t wanted = 0;
    std::uint64_t found = 0;
    std::uint64_t false_activations = 0;  ///< cases with a false trigger
    std::uint64_t negatives = 0;          ///< cases that want nothing

    static constexpr auto kFields = std::tuple(
        protocol::optional("precision", &EvalMetrics::precision),
        protocol::optional("recall", &EvalMetrics::recall), protocol::optional("f1", &EvalMetrics::f1),
        protocol::optional("false_rate", &EvalMetrics::false_rate),
        protocol::required("right", &EvalMetrics::right), protocol::required("wrong", &EvalMetrics::wrong),
        protocol::required("wanted", &EvalMetrics::wanted), protocol::required("found", &EvalMetrics::found),
        protocol::required("false_activations", &EvalMetrics::false_activations),
        protocol::required("negatives", &EvalMetrics::negatives));
};

EvalMetrics sum_up(const std::vector<CaseResult>& results);

/// Which skill fired instead of which; the most frequent first.
struct Confusion {
    std::string wanted;  ///< empty: none was
    std::string fired;   ///< empty: none did
    std::vector<std::string> cases;

    static constexpr auto kFields = std::tuple(protocol::required("wanted", &Confusion::wanted),
                                               protocol::required("fired", &Confusion::fired),
                                               protocol::required("cases", &Confusion::cases));
};

std::vector<Confusion> confusions(const std::vector<CaseResult>& results);

/// "0.853", with as many digits as tell it apart from a threshold.
std::string share_text(double share);

/// What must be reached. Absent: no matter.
struct EvalThresholds {
    std::optional<double> min_precision;
    std::optional<double> min_recall;
    std::optional<double> max_false;
};

/// A line for each threshold that was not met: "recall 0.80 is below --min-recall 0.90". A recall of nothing
/// wanted, or a precision of nothing fired, meets any.
std::vector<std::string> unmet(const EvalMetrics& metrics, const EvalThresholds& thresholds);

}  // namespace skillwake::client
