#include "client/hook_options.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace skillwake::client {
namespace {

Result<HookOptions> parse(const std::vector<const char*>& words) {
    return parse_hook_options(words);
}

/// The message of the refusal; "fine" when there is none.
std::string refusal(const std::vector<const char*>& words) {
    const auto options = parse(words);
    return options ? "fine" : options.error().message();
}

}  // namespace

TEST_CASE("a hook without flags guesses its host, and has 80 ms") {
    const auto options = parse({});
    REQUIRE(options);
    CHECK(options->host.empty());
    CHECK(options->socket.empty());
    CHECK(options->deadline == std::chrono::milliseconds(80));
}

TEST_CASE("a hook's flags have their values behind them or behind '='") {
    for (const auto& words :
         {std::vector<const char*>{"--host", "codex", "--deadline", "1", "--socket", "/s=t"},
          std::vector<const char*>{"--socket=/s=t", "--deadline=1", "--host=codex"}}) {
        const auto options = parse(words);
        REQUIRE(options);
        CHECK(options->host == "codex");
        CHECK(options->socket == "/s=t");
        CHECK(options->deadline == std::chrono::milliseconds(1));
    }
    CHECK(refusal({"--deadline", "60000"}) == "fine");
}

TEST_CASE("what is wrong with a hook's flags is told without their values") {
    const std::string known = "command line: only --host, --deadline and --socket are known";
    const std::string range = "command line: --deadline: expected milliseconds, from 1 to 60000";
    CHECK(refusal({"secret"}) == known);
    CHECK(refusal({"--json"}) == known);
    CHECK(refusal({"--host"}) == "command line: --host: expected a value");
    CHECK(refusal({"--host", "secret"}) == "command line: --host: expected claude-code, codex or gemini");
    for (const auto* value : {"", "0", "-1", "60001", "80ms", " 80", "99999999999999999999"}) {
        CAPTURE(value);
        CHECK(refusal({"--deadline", value}) == range);
    }
}

}  // namespace skillwake::client
