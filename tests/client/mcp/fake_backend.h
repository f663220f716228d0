#pragma once

#include "client/mcp/backend.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::client::mcp {

/// A daemon whose answers the test writes down. What it was not told to answer, it cannot be reached for.
class FakeBackend final : public Backend {
public:
    std::variant<protocol::JsonValue, protocol::RpcError> call(std::string_view method,
                                                               std::string_view params_json) override {
        asked.push_back(std::string(method) + " " + std::string(params_json));
        if (const auto error = errors.find(method); error != errors.end()) {
            return error->second;
        }
        const auto result = results.find(method);
        if (result == results.end()) {
            return protocol::RpcError{protocol::RpcCode::Unavailable, "no daemon listens at /s",
                                      std::nullopt};
        }
        const auto json = parser_.parse(result->second);
        REQUIRE(json);
        return *json;
    }

    std::map<std::string, std::string, std::less<>> results;
    std::map<std::string, protocol::RpcError, std::less<>> errors;
    std::vector<std::string> asked;  ///< "METHOD PARAMS"

private:
    protocol::JsonParser parser_;
};

inline std::string skill_json(const std::string& name, const std::string& more = "") {
    const auto plain = name.substr(name.rfind(':') + 1);
    return R"({"name":")" + plain + R"(","qualified_name":")" + name + R"(","description":"About )" + name +
           R"(","path":"/s/)" + plain + R"(/SKILL.md","scope":"user","tokens":1,"digest":"d")" + more + "}";
}

inline std::string list_json(const std::vector<std::string>& skills, int generation = 1) {
    std::string json = R"({"skills":[)";
    for (const auto& skill : skills) {
        json.append(&skill == skills.data() ? "" : ",").append(skill);
    }
    return json + R"(],"diagnostics":[],"generation":)" + std::to_string(generation) + "}";
}

/// `lines` as they would be written.
inline std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) {
        text.append(line).append("\n");
    }
    return text;
}

}  // namespace skillwake::client::mcp
