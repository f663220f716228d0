#include "hook/answer.h"
#include "hook/input.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>

/// Whatever a host writes: it is refused, or its questions can be asked, and its output is one JSON object.
namespace skillwake::fuzz {
namespace {

void check_input(const hook::HookInput& input) {
    hook::HookAnswer answer(input);
    protocol::JsonParser parser;
    for (const auto& event : input.events) {
        const auto json = parser.parse(protocol::to_json(answer.question(event)));
        require(json && protocol::read_message<protocol::EventParams>(*json, "params"));
        protocol::EventResult result;
        result.context = input.event_name;
        result.denied = protocol::Denial{"s", "because"};
        answer.add(result);
    }
    if (const auto output = answer.output()) {
        const auto json = parser.parse(*output);
        require(json && json->kind() == protocol::JsonValue::Kind::Object);
        require(output->find('\n') == std::string::npos);
    }
}

}  // namespace

std::vector<std::string> seeds() {
    return {
        R"({"hook_event_name":"UserPromptSubmit","session_id":"s","cwd":"/w","prompt":"x"})",
        R"({"hook_event_name":"SessionStart","source":"fork","parent_session_id":"p"})",
        R"({"hook_event_name":"PostToolBatch","tool_calls":[{"tool_name":"Skill","tool_input":{"skill":"a b"}},1,null]})",
        R"({"hook_event_name":"AfterTool","timestamp":"t","tool_name":"x","tool_response":{"llmContent":[1.5],"error":{"message":"m"}}})",
        R"({"hook_event_name":"UserPromptExpansion","expansion_type":"slash_command","command_name":"n"})",
        R"({"hook_event_name":"FileChanged","file_path":"/a","event":"change","agent_id":"\ud83d\ude00"})",
    };
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace skillwake;
    const auto input =
        hook::read_hook_input(std::string_view(reinterpret_cast<const char*>(data), size), std::nullopt);
    if (input) {
        fuzz::check_input(*input);
    }
    return 0;
}
