#include "client/eval_text.h"

#include "base/text.h"
#include "client/field_lines.h"
#include "client/safe_text.h"
#include "client/table.h"
#include "client/units.h"

#include <algorithm>

namespace skillwake::client {
namespace {

constexpr std::size_t kShownIds = 5;

std::string share_cell(std::optional<double> share) {
    return share ? share_text(*share) : "-";
}

VerdictCounts count_verdicts(const std::vector<CaseResult>& results) {
    VerdictCounts counts;
    for (const auto& result : results) {
        switch (result.verdict) {
            case Verdict::CorrectTrigger:
                ++counts.correct_trigger;
                break;
            case Verdict::TrueNegative:
                ++counts.true_negative;
                break;
            case Verdict::MissedTrigger:
                ++counts.missed_trigger;
                break;
            case Verdict::WrongSkill:
                ++counts.wrong_skill;
                break;
            case Verdict::FalseTrigger:
                ++counts.false_trigger;
                break;
        }
    }
    return counts;
}

std::string metrics_table(const EvalReport& report, const Look& look) {
    Table table({{"FIRED"},
                 {"PRECISION", Align::Right},
                 {"RECALL", Align::Right},
                 {"F1", Align::Right},
                 {"FALSE ACTIVATIONS", Align::Right}});
    for (const auto& [name, metrics] :
         {std::pair{"load", &report.levels.load}, std::pair{"load or suggest", &report.levels.suggest}}) {
        table.add({name, share_cell(metrics->precision), share_cell(metrics->recall), share_cell(metrics->f1),
                   std::to_string(metrics->false_activations) + " of " + std::to_string(metrics->negatives)});
    }
    return table.text(look);
}

std::string verdict_table(const VerdictCounts& counts, const Look& look) {
    Table table({{"VERDICT"}, {"CASES", Align::Right}});
    for (const auto& [verdict, count] : {std::pair{Verdict::CorrectTrigger, counts.correct_trigger},
                                         std::pair{Verdict::TrueNegative, counts.true_negative},
                                         std::pair{Verdict::MissedTrigger, counts.missed_trigger},
                                         std::pair{Verdict::WrongSkill, counts.wrong_skill},
                                         std::pair{Verdict::FalseTrigger, counts.false_trigger}}) {
        table.add({std::string(protocol::name_of(verdict)), std::to_string(count)});
    }
    return table.text(look);
}

std::string confusion_table(const std::vector<Confusion>& confusion, const Look& look) {
    Table table({{"WANTED"}, {"FIRED INSTEAD"}, {"CASES", Align::Right}, {"WHICH"}});
    for (const auto& [wanted, fired, cases] : confusion) {
        const auto shown = std::min(kShownIds, cases.size());
        std::vector<std::string> ids(cases.begin(), cases.begin() + static_cast<std::ptrdiff_t>(shown));
        table.add({wanted.empty() ? "(none)" : wanted, fired.empty() ? "(none)" : fired,
                   std::to_string(cases.size()), join(ids, " ") + (shown < cases.size() ? " ..." : "")});
    }
    return table.text(look);
}

}  // namespace

EvalReport report_on(const std::vector<AnsweredCase>& answered, EvalLevel level,
                     const EvalThresholds& thresholds) {
    const auto judged = [&answered](EvalLevel at) {
        std::vector<CaseResult> results;
        for (const auto& [labelled, fired] : answered) {
            results.push_back(judge_case(labelled, fired, at));
        }
        return results;
    };
    EvalReport report;
    report.level = level;
    report.cases = answered.size();
    report.levels = {sum_up(judged(EvalLevel::Load)), sum_up(judged(EvalLevel::Suggest))};
    report.metrics = level == EvalLevel::Load ? report.levels.load : report.levels.suggest;
    report.results = judged(level);
    report.verdicts = count_verdicts(report.results);
    report.confusion = confusions(report.results);
    report.unmet = unmet(report.metrics, thresholds);
    return report;
}

std::string eval_text(const EvalReport& report, const Look& look) {
    std::string text = count_text(report.cases, "case") + "\n" + metrics_table(report, look);
    append_title(
        text, "Verdicts, fired: " + std::string(report.level == EvalLevel::Load ? "load" : "load or suggest"),
        look);
    text += verdict_table(report.verdicts, look);
    if (!report.confusion.empty()) {
        append_title(text, "Mistakes", look);
        text += confusion_table(report.confusion, look);
    }
    if (!report.unknown_skills.empty()) {
        append_title(text, "Labels that name no skill here", look);
        text += safe_line(join(report.unknown_skills, ", ")) + "\n";
    }
    return text;
}

}  // namespace skillwake::client
