#include "client/eval_score.h"

#include "client/eval_text.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

FiredSkill skill(const std::string& name, bool loaded = true) {
    return {name, "/s/" + name + "/SKILL.md", loaded};
}

EvalCase wanting(std::vector<std::vector<std::string>> wanted, Others others = Others::Wrong) {
    EvalCase labelled;
    labelled.id = "1";
    labelled.wanted = std::move(wanted);
    labelled.others = others;
    return labelled;
}

EvalCase forbidding(std::vector<std::string> forbidden) {
    EvalCase labelled;
    labelled.id = "2";
    labelled.forbidden = std::move(forbidden);
    return labelled;
}

}  // namespace

TEST_CASE("a label means a skill by its name, its name without plugin, or the end of its folder") {
    const FiredSkill fired{"office:pdf-forms", "/r/tools/pdf/SKILL.md", true};
    for (const auto* label : {"office:pdf-forms", "pdf-forms", "pdf", "tools/pdf", "/r/tools/pdf"}) {
        CAPTURE(label);
        CHECK(is_named(fired, label));
    }
    for (const auto* label :
         {"", "forms", "df", "ools/pdf", "office", "other:pdf-forms", "SKILL.md", "/tools/pdf"}) {
        CAPTURE(label);
        CHECK_FALSE(is_named(fired, label));
    }
}

TEST_CASE("each verdict says what happened") {
    struct Row {
        EvalCase labelled;
        std::vector<FiredSkill> fired;
        Verdict verdict;
        std::size_t right;
        std::size_t wrong;
    };
    auto fine = wanting({{"a"}});
    fine.acceptable = {"b"};
    auto also_forbidden = wanting({{"a"}}, Others::Unjudged);
    also_forbidden.forbidden = {"b"};
    auto none = forbidding({});
    none.others = Others::Wrong;
    const Row rows[] = {
        {wanting({{"a"}}), {skill("a")}, Verdict::CorrectTrigger, 1, 0},
        {wanting({{"a", "b"}}), {skill("b")}, Verdict::CorrectTrigger, 1, 0},
        {wanting({{"a"}}), {skill("a"), skill("b")}, Verdict::CorrectTrigger, 1, 1},
        {wanting({{"a"}}), {}, Verdict::MissedTrigger, 0, 0},
        {wanting({{"a"}, {"b"}}), {skill("a")}, Verdict::MissedTrigger, 1, 0},
        {wanting({{"a"}, {"b"}}), {skill("b"), skill("a")}, Verdict::CorrectTrigger, 2, 0},
        {wanting({{"a"}}), {skill("b")}, Verdict::WrongSkill, 0, 1},
        {wanting({{"a"}}, Others::Unjudged), {skill("b")}, Verdict::MissedTrigger, 0, 0},
        {fine, {skill("b")}, Verdict::MissedTrigger, 0, 0},
        {also_forbidden, {skill("a"), skill("b")}, Verdict::WrongSkill, 1, 1},
        {forbidding({"a"}), {skill("b")}, Verdict::TrueNegative, 0, 0},
        {forbidding({"a"}), {skill("b"), skill("a")}, Verdict::FalseTrigger, 0, 1},
        {none, {skill("b")}, Verdict::FalseTrigger, 0, 1},
        {none, {}, Verdict::TrueNegative, 0, 0},
    };
    for (const auto& [labelled, fired, verdict, right, wrong] : rows) {
        const auto result = judge_case(labelled, fired, EvalLevel::Load);
        CAPTURE(result.fired.size());
        CHECK(protocol::name_of(result.verdict) == protocol::name_of(verdict));
        CHECK(result.right == right);
        CHECK(result.wrong.size() == wrong);
    }
}

TEST_CASE("a suggested skill counts at the level suggest only") {
    const std::vector<FiredSkill> fired = {skill("a", false)};
    CHECK(judge_case(wanting({{"a"}}), fired, EvalLevel::Load).verdict == Verdict::MissedTrigger);
    CHECK(judge_case(wanting({{"a"}}), fired, EvalLevel::Suggest).verdict == Verdict::CorrectTrigger);
    CHECK(judge_case(forbidding({"a"}), fired, EvalLevel::Load).verdict == Verdict::TrueNegative);
    CHECK(judge_case(forbidding({"a"}), fired, EvalLevel::Suggest).verdict == Verdict::FalseTrigger);
}

TEST_CASE("sums are shares of what they name; a share of nothing is absent") {
    const std::vector<CaseResult> results = {
        judge_case(wanting({{"a"}}), {skill("a"), skill("b")}, EvalLevel::Load),
        judge_case(wanting({{"a"}}), {}, EvalLevel::Load),
        judge_case(forbidding({"a"}), {skill("a")}, EvalLevel::Load),
        judge_case(forbidding({"a"}), {}, EvalLevel::Load),
    };
    const auto sum = sum_up(results);
    CHECK(*sum.precision == doctest::Approx(1.0 / 3));
    CHECK(*sum.recall == doctest::Approx(0.5));
    CHECK(*sum.f1 == doctest::Approx(0.4));
    CHECK(*sum.false_rate == doctest::Approx(0.5));
    CHECK(sum.false_activations == 1);
    const auto nothing = sum_up({});
    CHECK_FALSE(nothing.precision);
    CHECK_FALSE(nothing.recall);
    CHECK_FALSE(nothing.f1);
    CHECK_FALSE(nothing.false_rate);
}

TEST_CASE("confusions say what fired instead, the most frequent first") {
    const std::vector<CaseResult> results = {
        judge_case(wanting({{"a"}}), {}, EvalLevel::Load),
        judge_case(wanting({{"a"}}), {skill("b")}, EvalLevel::Load),
        judge_case(wanting({{"a"}}), {skill("b")}, EvalLevel::Load),
        judge_case(wanting({{"a"}}), {skill("a")}, EvalLevel::Load),
        judge_case(forbidding({"a"}), {skill("a")}, EvalLevel::Load),
    };
    const auto list = confusions(results);
    REQUIRE(list.size() == 3);
    CHECK(list[0].wanted == "a");
    CHECK(list[0].fired == "b");
    CHECK(list[0].cases.size() == 2);
    CHECK(list[1].wanted.empty());
    CHECK(list[1].fired == "a");
    CHECK(list[2].fired.empty());
}

TEST_CASE("a threshold is met at its own value, and each that is not says so") {
    EvalMetrics metrics;
    metrics.precision = 0.9;
    metrics.recall = 0.8;
    metrics.false_rate = 0.05;
    CHECK(unmet(metrics, {0.9, 0.8, 0.05}).empty());
    CHECK(unmet(metrics, {}).empty());
    CHECK(unmet({}, {1.0, 1.0, 0.0}).empty());
    CHECK(unmet(metrics, {0.901, 0.81, 0.049}) ==
          std::vector<std::string>{"precision 0.900 is below --min-precision 0.901",
                                   "recall 0.800 is below --min-recall 0.810",
                                   "share of false activations 0.050 is above --max-false 0.049"});
}

TEST_CASE("a report holds both levels, and for people the mistakes with their cases") {
    const std::vector<AnsweredCase> answered = {{wanting({{"a"}}), {skill("a", false)}},
                                                {forbidding({"a"}), {skill("b")}}};
    const auto report = report_on(answered, EvalLevel::Load, {{}, 0.5, {}});
    CHECK(report.cases == 2);
    CHECK(*report.levels.load.recall == 0.0);
    CHECK(*report.levels.suggest.recall == 1.0);
    CHECK(report.verdicts.missed_trigger == 1);
    CHECK(report.verdicts.true_negative == 1);
    CHECK(report.unmet.size() == 1);
    CHECK(eval_text(report, {}) ==
          "2 cases\n"
          "FIRED            PRECISION  RECALL     F1  FALSE ACTIVATIONS\n"
          "load                     -   0.000      -             0 of 1\n"
          "load or suggest      1.000   1.000  1.000             0 of 1\n"
          "\n"
          "Verdicts, fired: load\n"
          "VERDICT          CASES\n"
          "correct_trigger      0\n"
          "true_negative        1\n"
          "missed_trigger       1\n"
          "wrong_skill          0\n"
          "false_trigger        0\n"
          "\n"
          "Mistakes\n"
          "WANTED  FIRED INSTEAD  CASES  WHICH\n"
          "a       (none)             1  1\n");
    CHECK(protocol::to_json(report).starts_with(
        R"({"level":"load","cases":2,"metrics":{"recall":0,"false_rate":0,"right":0,"wrong":0,"wanted":1,"found":0,)"));
}

}  // namespace skillwake::client
