#include "client/mcp/results.h"

#include "protocol/message.h"

#include <algorithm>
#include <array>

namespace skillwake::client::mcp {
namespace {

/// How long a client may take an answer for fresh, when it does not listen for changes.
constexpr const char* kListFreshness = R"("ttlMs":5000,"cacheScope":"private")";
constexpr const char* kDiscoverFreshness = R"("ttlMs":3600000,"cacheScope":"private")";

constexpr const char* kServerInfo = R"({"name":"skillwake","version":")" SKILLWAKE_VERSION R"("})";
constexpr const char* kCapabilities =
    R"({"tools":{"listChanged":true},"prompts":{"listChanged":true},"resources":{"listChanged":true},)"
    R"("extensions":{"io.modelcontextprotocol/skills":{"directoryRead":true}}})";
constexpr const char* kInstructions =
    "Skills are instructions that users, teams and plugins wrote down for kinds of tasks. The tool "
    "Skill gives one by name, search_skills finds them by task, read_skill reads parts and files.";

constexpr std::array<std::string_view, 7> kFreshForAWhile = {
    "tools/list",     "prompts/list", "resources/list", "resources/templates/list",
    "resources/read", "skills/list",  "skills/get"};

std::string json_text(std::string_view text) {
    std::string json;
    protocol::append_json_string(json, text);
    return json;
}

/// `object` with `members` ("\"a\":1,...") before its own.
RawJson with_members(const RawJson& object, const std::string& members) {
    const auto rest = object.text.substr(1);
    return {"{" + members + (rest == "}" ? "" : ",") + rest};
}

}  // namespace

std::string supported_json() {
    std::string json = "[";
    for (auto known = kRevisions.rbegin(); known != kRevisions.rend(); ++known) {
        json.append(json.size() > 1 ? "," : "").append(json_text(known->second));
    }
    return json + "]";
}

RawJson finished(const RawJson& result, std::string_view method, Revision revision) {
    std::string members;
    const auto add = [&members](const std::string& member) {
        members.append(members.empty() ? "" : ",").append(member);
    };
    const bool of_extension = method.starts_with("skills/") || method == "resources/directory/read";
    if (is_stateless(revision) || of_extension) {
        add(R"("resultType":"complete")");
    }
    const bool fresh =
        std::find(kFreshForAWhile.begin(), kFreshForAWhile.end(), method) != kFreshForAWhile.end();
    if (method == "server/discover") {
        add(kDiscoverFreshness);
    } else if (fresh && (is_stateless(revision) || method.starts_with("skills/"))) {
        add(kListFreshness);
    }
    if (is_stateless(revision)) {
        add(std::string(R"("_meta":{"io.modelcontextprotocol/serverInfo":)") + kServerInfo + "}");
    }
    return members.empty() ? result : with_members(result, members);
}

RawJson discover_result() {
    return {R"({"supportedVersions":)" + supported_json() + R"(,"capabilities":)" + kCapabilities +
            R"(,"instructions":)" + json_text(kInstructions) + "}"};
}

RawJson initialize_result(Revision revision) {
    return {R"({"protocolVersion":)" + json_text(name_of(revision)) + R"(,"capabilities":)" + kCapabilities +
            R"(,"serverInfo":)" + kServerInfo + R"(,"instructions":)" + json_text(kInstructions) + "}"};
}

}  // namespace skillwake::client::mcp
