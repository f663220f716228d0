#include "hook/answer.h"
#include "hook/input.h"
#include "tests/hook/hook_case.h"
#include "tests/support/error_text.h"

#include <doctest/doctest.h>

namespace skillwake::hook {
namespace {

protocol::EventResult result_of(const std::string& json) {
    protocol::JsonParser parser;
    auto result = protocol::read_message<protocol::EventResult>(*parser.parse(json), "result");
    REQUIRE(result);
    return *std::move(result);
}

}  // namespace

TEST_CASE("every case: the input becomes these questions, and their answers become this output") {
    const auto files = files_of(SKILLWAKE_HOOK_CASES);
    REQUIRE(files.size() > 50);
    for (const auto& file : files) {
        const auto wanted = read_case(file);
        CAPTURE(file.filename().string());
        CAPTURE(wanted.about);
        const auto host = wanted.host ? host_named(*wanted.host) : std::nullopt;
        const auto input = read_hook_input(wanted.input, host);
        REQUIRE_MESSAGE(input, testing::error_text(input));
        CHECK(input->events.size() == wanted.questions.size());
        HookAnswer answer(*input);
        for (std::size_t at = 0; at < std::min(input->events.size(), wanted.questions.size()); ++at) {
            CHECK(protocol::to_json(answer.question(input->events[at])) == wanted.questions[at]);
            answer.add(result_of(wanted.results[at]));
        }
        CHECK(answer.output().value_or("null") == wanted.output);
    }
}

}  // namespace skillwake::hook
