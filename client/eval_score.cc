#include "client/eval_score.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <map>

namespace skillwake::client {
namespace {

/// "a/b/pdf-forms" for "/x/a/b/pdf-forms/SKILL.md" and "a/b/pdf-forms".
bool ends_with_folder(std::string_view file, std::string_view label) {
    const auto slash = file.rfind('/');
    const auto folder = slash == std::string_view::npos ? std::string_view() : file.substr(0, slash);
    if (!folder.ends_with(label)) {
        return false;
    }
    const auto rest = folder.size() - label.size();
    return rest == 0 || folder[rest - 1] == '/';
}

bool is_any_of(const FiredSkill& skill, const std::vector<std::string>& labels) {
    return std::any_of(labels.begin(), labels.end(),
                       [&skill](const std::string& label) { return is_named(skill, label); });
}

Verdict verdict_of(const CaseResult& result) {
    if (result.wanted == 0) {
        return result.wrong.empty() ? Verdict::TrueNegative : Verdict::FalseTrigger;
    }
    return result.missed.empty()  ? Verdict::CorrectTrigger
           : result.wrong.empty() ? Verdict::MissedTrigger
                                  : Verdict::WrongSkill;
}

std::optional<double> share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? std::nullopt : std::optional(static_cast<double>(part) / static_cast<double>(whole));
}

class Judging {
public:
    explicit Judging(const EvalCase& labelled) : case_(labelled) {
        result_.id = labelled.id;
        result_.kind = labelled.kind;
        result_.wanted = labelled.wanted.size();
    }

    void see(const FiredSkill& skill) {
        result_.fired.push_back(skill.name);
        if (is_any_of(skill, case_.forbidden)) {
            result_.wrong.push_back(skill.name);
            forbidden_fired_ = true;
        } else if (std::any_of(case_.wanted.begin(), case_.wanted.end(),
                               [&skill](const auto& group) { return is_any_of(skill, group); })) {
            ++result_.right;
        } else if (case_.others == Others::Wrong && !is_any_of(skill, case_.acceptable)) {
            result_.wrong.push_back(skill.name);
        }
    }

    CaseResult finish(const std::vector<FiredSkill>& fired) {
        for (const auto& group : case_.wanted) {
            const bool found = std::any_of(fired.begin(), fired.end(), [&group](const FiredSkill& skill) {
                return is_any_of(skill, group);
            });
            result_.found += found ? 1 : 0;
            if (!found) {
                result_.missed.push_back(group.empty() ? "" : group.front());
            }
        }
        result_.verdict = forbidden_fired_ && result_.wanted > 0 ? Verdict::WrongSkill : verdict_of(result_);
        return std::move(result_);
    }

private:
    const EvalCase& case_;
    CaseResult result_;
    bool forbidden_fired_ = false;
};

}  // namespace

bool is_named(const FiredSkill& skill, std::string_view label) {
    if (label.empty()) {
        return false;
    }
    const auto colon = skill.name.rfind(':');
    const auto plain = std::string_view(skill.name).substr(colon == std::string::npos ? 0 : colon + 1);
    return label == skill.name || label == plain || ends_with_folder(skill.path, label);
}

CaseResult judge_case(const EvalCase& labelled, const std::vector<FiredSkill>& fired, EvalLevel level) {
    std::vector<FiredSkill> counted;
    std::copy_if(fired.begin(), fired.end(), std::back_inserter(counted),
                 [level](const FiredSkill& skill) { return skill.loaded || level == EvalLevel::Suggest; });
    Judging judging(labelled);
    for (const auto& skill : counted) {
        judging.see(skill);
    }
    return judging.finish(counted);
}

EvalMetrics sum_up(const std::vector<CaseResult>& results) {
    EvalMetrics sum;
    for (const auto& result : results) {
        sum.right += result.right;
        sum.wrong += result.wrong.size();
        sum.wanted += result.wanted;
        sum.found += result.found;
        sum.negatives += result.wanted == 0 ? 1 : 0;
        sum.false_activations += result.verdict == Verdict::FalseTrigger ? 1 : 0;
    }
    sum.precision = share(sum.right, sum.right + sum.wrong);
    sum.recall = share(sum.found, sum.wanted);
    sum.false_rate = share(sum.false_activations, sum.negatives);
    if (sum.precision && sum.recall) {
        const auto both = *sum.precision + *sum.recall;
        sum.f1 = both > 0 ? 2 * *sum.precision * *sum.recall / both : 0.0;
    }
    return sum;
}

std::vector<Confusion> confusions(const std::vector<CaseResult>& results) {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> cases;
    for (const auto& result : results) {
        const auto missed = result.missed.empty() ? std::vector<std::string>{""} : result.missed;
        const auto wrong = result.wrong.empty() ? std::vector<std::string>{""} : result.wrong;
        if (result.missed.empty() && result.wrong.empty()) {
            continue;
        }
        for (const auto& wanted : missed) {
            for (const auto& fired : wrong) {
                cases[{wanted, fired}].push_back(result.id);
            }
        }
    }
    std::vector<Confusion> list;
    for (auto& [pair, ids] : cases) {
        list.push_back({pair.first, pair.second, std::move(ids)});
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const Confusion& a, const Confusion& b) { return a.cases.size() > b.cases.size(); });
    return list;
}

std::string share_text(double share) {
    std::array<char, 32> text{};
    const auto length = std::snprintf(text.data(), text.size(), "%.3f", share);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::vector<std::string> unmet(const EvalMetrics& metrics, const EvalThresholds& thresholds) {
    std::vector<std::string> lines;
    const auto check = [&lines](std::optional<double> value, std::optional<double> bound, bool from_below,
                                const std::string& name, const std::string& flag) {
        if (value && bound && (from_below ? *value < *bound : *value > *bound)) {
            lines.push_back(name + " " + share_text(*value) + (from_below ? " is below " : " is above ") +
                            flag + " " + share_text(*bound));
        }
    };
    check(metrics.precision, thresholds.min_precision, true, "precision", "--min-precision");
    check(metrics.recall, thresholds.min_recall, true, "recall", "--min-recall");
    check(metrics.false_rate, thresholds.max_false, false, "share of false activations", "--max-false");
    return lines;
}

}  // namespace skillwake::client
