#include "daemon/long_call.h"

#include "daemon/long_post.h"
#include "tests/daemon/house.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::daemon {
namespace {

Limits with_loop() {
    Limits limits;
    limits.loop.emplace();
    return limits;
}

std::string event_line(const std::string& id, const std::string& text, const std::string& session) {
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"session.event","params":{"session":")" + session +
           R"(","content":"none","event":{"type":"prompt","text":")" + text + "\"}}}";
}

/// All steps of a call, roots read where it waits for them; nullopt: there is no answer.
std::optional<std::string> in_steps(House& house, std::string_view line) {
    std::string gone(line);
    LongCall call(gone);
    if (gone.size() <= LongCall::kCopiedBytes) {
        gone.assign(gone.size(), '?');  // as a line that waited: its connection has dropped it
    }
    for (;;) {
        auto progress = house.dispatcher().go_on(call, house.caller);
        if (progress.step == Step::Done) {
            return progress.answer.line ? std::optional(progress.answer.line->text()) : std::nullopt;
        }
        if (progress.step == Step::Work) {
            call.work();
        } else {
            REQUIRE(house.load_wanted());
        }
    }
}

}  // namespace

TEST_CASE("A call in steps answers as one at once does, whatever its line is") {
    House at_once;
    House stepped(House::Roots::Fixed, with_loop());
    for (auto* house : {&at_once, &stepped}) {
        house->write("skills/rocket/SKILL.md", skill_text("rocket", wakes_on("rocket")));
        house->control.listening = 0;
    }
    const std::string hook =
        R"({"jsonrpc":"2.0","id":5,"method":"session.hook","params":{"input":{"hook_event_name":)";
    const std::string batch_call =
        R"({"tool_name":"Bash","tool_input":{"command":"ls"},"tool_response":{"stdout":"a"}})";
    for (const auto& line : {
             event_line("1", "a rocket", "s"),
             event_line("1.10", "a rocket", "s"),
             event_line("18446744073709551616", "a rocket", "t"),
             event_line("null", "a rocket", "t"),
             std::string(R"({"jsonrpc":"2.0","method":"session.event","params":{"event":{}}})"),
             std::string(R"({"jsonrpc":"2.0","id":1,"method":"session.event","params":{"event":{}}})"),
             std::string(R"({"jsonrpc":"2.0","id":1,"method":"session.event"})"),
             std::string(R"({"jsonrpc":"2.0","id":1,"method":"session.event","params":[]})"),
             event_line("2", "a rocket\",\"cwd\":\"x", "s"),
             std::string(R"({"jsonrpc":"2.0","id":1,"method":"session.event","params":{"cwd":"x","event":)"
                         R"({"type":"session","phase":"start"}}})"),
             std::string(
                 R"({"jsonrpc":"2.0","id":3,"method":"session.event","params":{"session":"s","event":)"
                 R"({"type":"session","phase":"compact"}}})"),
             std::string(R"({"jsonrpc":"2.0","id":1,"method":"match.explain","params":{"why_not":"none",)"
                         R"("event":{"type":"prompt","text":"a rocket"}}})"),
             std::string(R"({"jsonrpc":"2.0","id":1,"method":"match.explain","params":{"why_not":"rocket",)"
                         R"("event":{"type":"prompt","text":"a rocket"}}})"),
             hook + R"("UserPromptSubmit","session_id":"h","prompt":"a rocket"}}})",
             hook + R"("UserPromptSubmit","session_id":"h","prompt":"a rocket"},"until_us":0}})",
             hook + R"("SessionStart","session_id":"h","source":"compact"},"until_us":0}})",
             hook + R"("UserPromptSubmit","session_id":"h","prompt":"a rocket"}}})",
             hook + R"("PostToolBatch","session_id":"h","tool_calls":[)" + batch_call + "," + batch_call +
                 "]}}}",
             hook + R"("Stop"}}})",
             std::string(R"({"jsonrpc":"2.0","id":5,"method":"session.hook","params":{"input":7}})"),
             std::string(
                 R"({"jsonrpc":"2.0","id":5,"method":"session.hook","params":{"host":"x","input":{}}})"),
             std::string(R"({"jsonrpc":"2.0","id":6,"method":"skill.list"})"),
             std::string(R"({"jsonrpc":"2.0","method":"skill.list"})"),
             std::string(R"({"jsonrpc":"2.0","id":6,"method":"skill.list","params":{"shadowed":true}})"),
             std::string(R"({"jsonrpc":"2.0","id":6,"method":"skill.list","params":{"cwd":"x"}})"),
             std::string(R"({"jsonrpc":"2.0","id":6,"method":"skill.list","params":{"cwd":7}})"),
             std::string(R"({"jsonrpc":"2.0","id":6,"method":"match.explain"})"),
             std::string(R"({"jsonrpc":"2.0","id":7,"method":"daemon.trust","params":{"cwd":"/"}})"),
             std::string(
                 R"({"jsonrpc":"2.0","id":7,"method":"daemon.trust","params":{"cwd":"/","change":"add"}})"),
             std::string(R"({"jsonrpc":"2.0","id":7,"method":"daemon.trust","params":{"change":"x"}})"),
             std::string(R"({"jsonrpc":"2.0","id":6,"method":"none"})"),
             std::string(R"({"jsonrpc":"2.0","id":6,"method":"session.show","params":{"session":"s"}})"),
             std::string("[]"),
             std::string("7"),
             std::string("{"),
             "[" + event_line("1", "a rocket", "b") + "," + event_line("2", "a rocket", "b") +
                 R"(,7,{"jsonrpc":"2.0","method":"hello"},{"jsonrpc":"2.0","id":3,"method":"none"}])",
             std::string(R"([{"jsonrpc":"2.0","method":"hello"}])"),
             "[" + event_line("1.10", "a rocket", "b") + " , " +
                 event_line("123456789012345678901234567890", "a", "b") + "," +
                 event_line("-0", "a ],[ {", "b") + ",7," + event_line("\"5\"", "a", "b") + "]",
         }) {
        CAPTURE(line);
        auto expected = at_once.answer(line);
        auto answered = in_steps(stepped, line);
        // Only the folders differ.
        const auto here = stepped.folder().string();
        while (answered && answered->find(here) != std::string::npos) {
            answered->replace(answered->find(here), here.size(), at_once.folder().string());
        }
        CHECK(answered == expected);
    }
}

TEST_CASE("What would hold the loop is left to a worker, and nothing has changed") {
    House house(House::Roots::Fixed, with_loop());
    house.skill("rocket", wakes_on("rocket"));
    house.prompt("nothing");
    const auto is_long = [&](const std::string& line) {
        return house.dispatcher().is_long(line) || house.dispatcher().answer(line, house.caller).is_long;
    };
    CHECK(!is_long(event_line("1", "a rocket", "a")));
    CHECK(!is_long(event_line("1", std::string(10'000, 'x'), "a")));
    CHECK(is_long(event_line("1", std::string(20'000, 'x'), "b")));
    CHECK(is_long(event_line("1", std::string(70'000, 'x'), "b")));
    CHECK(is_long("[" + event_line("1", "a", "b") + "]"));
    CHECK(is_long(" \t[" + event_line("1", "a", "b") + "]"));
    CHECK(is_long(R"({"jsonrpc":"2.0","id":1,"method":"match.explain","params":{"event":)"
                  R"({"type":"prompt","text":"a"}}})"));
    CHECK(!is_long(""));
    CHECK(house.service().sessions().sessions.size() == 1);
}

TEST_CASE("What lists very many skills or diagnostics is made on a worker, all else meanwhile is answered") {
    Limits limits = with_loop();
    limits.loop->listed = 4;
    House house(House::Roots::Fixed, limits);
    const auto list = R"({"jsonrpc":"2.0","id":1,"method":"skill.list"})";
    const auto status = R"({"jsonrpc":"2.0","id":2,"method":"daemon.status"})";
    const auto is_long = [&](std::string_view line) {
        return house.dispatcher().answer(line, house.caller).is_long;
    };
    for (const auto* name : {"a", "b", "c", "d"}) {
        house.skill(name, wakes_on("rocket"));
    }
    house.prompt("nothing");
    CHECK(!is_long(list));
    CHECK(!is_long(status));

    house.skill("e", wakes_on("rocket") + "allowed-tools: [[\n");  // and a diagnostic
    for (const auto* name : {"f", "g", "h", "i"}) {
        house.write(std::string("skills/") + name + "/SKILL.md", "nothing\n");
    }
    house.reload();
    CHECK(is_long(list));
    CHECK(is_long(status));
    LongCall listing(list);
    CHECK(house.dispatcher().go_on(listing, house.caller).step == Step::Work);  // read it
    listing.work();
    CHECK(house.dispatcher().go_on(listing, house.caller).step == Step::Work);  // make it
    CHECK(house.prompt("a rocket").loaded.size() > 0);
    listing.work();
    const auto listed = house.dispatcher().go_on(listing, house.caller);
    REQUIRE(listed.step == Step::Done);
    CHECK(listed.answer.line->text().find(R"("name":"d")") != std::string::npos);

    // Whoever may ask nothing else may ask that.
    house.caller.admin_only = true;
    CHECK(in_steps(house, status)->find(R"("skills":)") != std::string::npos);
    CHECK(in_steps(house, list)->find("too many clients") != std::string::npos);
}

TEST_CASE("While an event of a session is judged elsewhere what concerns the session waits") {
    House house(House::Roots::Fixed, with_loop());
    house.skill("rocket", wakes_on("rocket"));
    house.prompt("nothing");
    const auto line = event_line("1", "a rocket", "s");
    auto call = std::make_unique<LongCall>(line);
    CHECK(house.dispatcher().go_on(*call, house.caller).step == Step::Work);
    call->work();
    CHECK(house.dispatcher().go_on(*call, house.caller).step == Step::Work);

    const auto waits = [&](const std::string& other) {
        return house.dispatcher().answer(other, house.caller).not_ready;
    };
    const std::string forget =
        R"({"jsonrpc":"2.0","id":1,"method":"session.forget","params":{"session":"s"}})";
    const std::string invoke =
        R"({"jsonrpc":"2.0","id":1,"method":"skill.invoke","params":{"session":"s","skill":"rocket"}})";
    const std::string fork = R"({"jsonrpc":"2.0","id":1,"method":"session.event","params":{"session":"u",)"
                             R"("event":{"type":"session","phase":"fork","from":"s"}}})";
    CHECK(waits(event_line("2", "a rocket", "s")));
    CHECK(waits(forget));
    CHECK(waits(invoke));
    CHECK(waits(fork));
    CHECK(!waits(event_line("2", "a rocket", "other")));
    const auto second = event_line("3", "a rocket", "s");
    LongCall behind(second);
    CHECK(house.dispatcher().go_on(behind, house.caller).step == Step::Work);
    behind.work();
    CHECK(house.dispatcher().go_on(behind, house.caller).step == Step::Wait);

    SUBCASE("until it is answered") {
        call->work();
        const auto progress = house.dispatcher().go_on(*call, house.caller);
        REQUIRE(progress.step == Step::Done);
        CHECK(progress.answer.line->text().find(R"("loaded":[{"skill":"rocket")") != std::string::npos);
        CHECK(house.answer(event_line("2", "a rocket", "s"))->find(R"("already_loaded":["rocket"])") !=
              std::string::npos);
    }
    SUBCASE("until nobody waits for it any more: then nothing was given") {
        call->abandon(protocol::FrameReader(1'000));
        CHECK(house.answer(event_line("2", "a rocket", "s"))->find(R"("loaded":[{"skill":"rocket")") !=
              std::string::npos);
        call->work();
    }
    CHECK(!waits(forget));
    CHECK(house.dispatcher().go_on(behind, house.caller).step == Step::Work);
}

TEST_CASE("A hook without a line is answered in steps too") {
    House house(House::Roots::Fixed, with_loop());
    house.skill("rocket", wakes_on("rocket"));
    house.prompt("nothing");
    protocol::HookParams params;
    params.input.text = R"({"hook_event_name":"UserPromptSubmit","session_id":"h","prompt":"a rocket"})";
    CHECK(!house.dispatcher().is_long(params));
    LongPost post(params);
    auto progress = house.dispatcher().go_on(post);
    while (progress.step == Step::Work) {
        post.work();
        progress = house.dispatcher().go_on(post);
    }
    REQUIRE(progress.step == Step::Done);
    REQUIRE(*progress.output);
    CHECK((*progress.output)->text.find("rocket") != std::string::npos);
}

}  // namespace skillwake::daemon
