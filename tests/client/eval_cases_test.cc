#include "client/eval_cases.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        text.append(text.empty() ? "" : ",").append(name);
    }
    return text;
}

/// "wanted a|b, c; not d; fine e; others wrong"
std::string label_text(const EvalCase& labelled) {
    std::string text = "wanted";
    for (const auto& group : labelled.wanted) {
        std::string alternatives;
        for (const auto& name : group) {
            alternatives.append(alternatives.empty() ? "" : "|").append(name);
        }
        text.append(" ").append(alternatives);
    }
    text.append("; not ").append(joined(labelled.forbidden));
    text.append("; fine ").append(joined(labelled.acceptable));
    return text.append(labelled.others == Others::Wrong ? "; others wrong" : "; others unjudged");
}

std::string label_of(std::string_view record, std::string_view own_skill = "") {
    const auto cases = read_eval_cases(record, own_skill);
    if (!cases) {
        return cases.error().message();
    }
    REQUIRE(cases->size() == 1);
    return label_text(cases->front());
}

}  // namespace

TEST_CASE("every shape of a label is read into the same case") {
    struct Row {
        std::string_view record;
        std::string_view own_skill;
        std::string_view label;
    };
    static constexpr Row kRows[] = {
        {R"({"query":"q","should_trigger":true})", "own", "wanted own; not ; fine ; others unjudged"},
        {R"({"query":"q","should_trigger":false})", "own", "wanted; not own; fine ; others unjudged"},
        {R"({"query":"q","should_trigger":false})", "", "wanted; not ; fine ; others wrong"},
        {R"({"query":"q","should_trigger":true,"expected_skill":"a"})", "own",
         "wanted a; not ; fine ; others wrong"},
        {R"({"query":"q","should_trigger":false,"expected_skill":"a"})", "own",
         "wanted a; not own; fine ; others wrong"},
        {R"({"query":"q","should_trigger":false,"expected_skill":"own"})", "own",
         "wanted; not own; fine ; others unjudged"},
        {R"({"query":"q","should_trigger":false,"expected_skill":"a"})", "",
         "wanted; not a; fine ; others unjudged"},
        {R"({"query":"q","should_trigger":false,"expected_skill":null})", "own",
         "wanted; not own; fine ; others unjudged"},
        {R"({"prompt":"p","expected_skill":"a","not_expected_skills":["b","c"]})", "",
         "wanted a; not b,c; fine ; others wrong"},
        {R"({"prompt":"p","expected_skill":null,"not_expected_skills":["b"]})", "",
         "wanted; not b; fine ; others unjudged"},
        {R"({"prompt":"p","expected_skill":null})", "", "wanted; not ; fine ; others wrong"},
        {R"({"prompt":"p","expected_skill":"none"})", "", "wanted; not ; fine ; others wrong"},
        {R"({"id":"1","class":"multi_skill","prompt":"p","relevant":["a","b"],"forbidden":["c"]})", "",
         "wanted a b; not c; fine ; others wrong"},
        {R"({"prompt":"p","relevant":[],"forbidden":[],"expect_no_match":true})", "",
         "wanted; not ; fine ; others wrong"},
        {R"({"prompt":"p","relevant":[],"forbidden":["c"],"expect_no_match":false})", "",
         "wanted; not c; fine ; others unjudged"},
        {R"({"prompt":"p","expect":"activate","gold":["x/a","b"],"acceptable":["c"]})", "",
         "wanted x/a|b; not ; fine c; others wrong"},
        {R"({"prompt":"p","expect":"ignore","skill":"a","gold":[]})", "",
         "wanted; not a; fine ; others unjudged"},
        {R"({"prompt":"p","expect":"ignore","skill":"*"})", "", "wanted; not ; fine ; others wrong"},
    };
    for (const auto& [record, own_skill, label] : kRows) {
        CAPTURE(record);
        CAPTURE(own_skill);
        CHECK(label_of(record, own_skill) == label);
    }
}

TEST_CASE("a prompt becomes an event; an event is passed on as it came") {
    const auto cases = read_eval_cases(
        R"([{"id":"a","kind":"near","query":"say \"x\"","should_trigger":true},)"
        R"({"id":7,"event":{"type":"file","path":"a.py","new":[1]},"expect":"ignore","skill":"*"},)"
        R"({"prompt":"p","should_trigger":true}])",
        "own");
    REQUIRE(cases);
    REQUIRE(cases->size() == 3);
    CHECK((*cases)[0].event.text == R"({"type":"prompt","text":"say \"x\""})");
    CHECK((*cases)[0].id == "a");
    CHECK((*cases)[0].kind == "near");
    CHECK((*cases)[1].event.text == R"({"type":"file","path":"a.py","new":[1]})");
    CHECK((*cases)[1].id == "7");
    CHECK((*cases)[2].id == "3");
}

TEST_CASE("cases stand in a list, in an object, or a case a line") {
    const std::string one = R"({"prompt":"p","expect":"ignore","skill":"*"})";
    for (const auto& text :
         {"[" + one + "," + one + "]", R"({"schema_version":1,"top_k":3,"cases":[)" + one + "," + one + "]}",
          "{\"queries\":[" + one + "," + one + "]}", one + "\n" + one,
          "\xEF\xBB\xBF" + one + "\r\n\n" + one + "\n"}) {
        CAPTURE(text);
        const auto cases = read_eval_cases(text, "");
        REQUIRE(cases);
        CHECK(cases->size() == 2);
    }
    CHECK(label_of(R"({"skill_name":"a","cases":[{"query":"q","should_trigger":true}]})") ==
          "wanted a; not ; fine ; others unjudged");
    const auto none = read_eval_cases("[]", "");
    REQUIRE(none);
    CHECK(none->empty());
}

TEST_CASE("a bad case is named with what is wrong") {
    struct Row {
        std::string_view text;
        std::string_view error;
    };
    static constexpr Row kRows[] = {
        {R"([{"prompt":"p","expect":"ignore","skill":"*"},{"prompt":3}])", "case 2: prompt: expected string"},
        {R"([3])", "case 1: expected object"},
        {R"({"cases":{}})", "expected cases: a list, or an object with the list \"cases\""},
        {R"({"expected_skill":"a"})", "expected cases: a list, or an object with the list \"cases\""},
        {R"([{"expected_skill":"a"}])", "case 1: prompt, query or event: missing"},
        {R"({"prompt":"p"})",
         "case 1: no label: give should_trigger, expected_skill, relevant, forbidden or expect"},
        {R"({"prompt":"p","should_trigger":true})",
         "case 1: should_trigger of which skill? give --skill or expected_skill"},
        {R"({"prompt":"p","should_trigger":"yes"})", "case 1: should_trigger: expected true or false"},
        {R"({"prompt":"p","expect":"maybe"})", "case 1: expect: expected activate or ignore"},
        {R"({"prompt":"p","expect":"activate","gold":[]})", "case 1: gold: missing"},
        {R"({"prompt":"p","relevant":[1]})", "case 1: relevant: expected a name or a list of names"},
    };
    for (const auto& [text, error] : kRows) {
        CAPTURE(text);
        const auto cases = read_eval_cases(text, "");
        REQUIRE_FALSE(cases);
        CHECK(cases.error().message() == error);
    }
    const auto broken = read_eval_cases("{\"prompt\":\"p\",\"expect\":\"ignore\",\"skill\":\"*\"}\n{\n", "");
    REQUIRE_FALSE(broken);
    CHECK(broken.error().message().starts_with("line 2: "));
}

TEST_CASE("a file in a skill's evals folder is about that skill") {
    CHECK(skill_beside("/x/pdf-forms/evals/trigger.json") == "pdf-forms");
    CHECK(skill_beside("/x/pdf-forms/eval/trigger.json") == "pdf-forms");
    CHECK(skill_beside("/x/pdf-forms/trigger.json").empty());
}

}  // namespace skillwake::client
