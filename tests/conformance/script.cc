#include "tests/conformance/script.h"

#include "base/file.h"
#include "base/text.h"
#include "protocol/json.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace skillwake::conformance {
namespace {

constexpr std::size_t kMaxScriptBytes = 16U << 20U;
constexpr std::array<std::string_view, 7> kKinds = {"about",   "send",   "send_text", "expect",
                                                    "silence", "closed", "make"};

std::string with_root(std::string text, const std::string& root) {
    constexpr std::string_view kMark = "${ROOT}";
    for (auto at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at + root.size())) {
        text.replace(at, kMark.size(), root);
    }
    return text;
}

Result<Step> read_step(std::size_t number, std::string_view text, const std::string& root) {
    protocol::JsonParser parser;
    const auto json = parser.parse(with_root(std::string(text), root));
    if (!json) {
        return json.error();
    }
    Step step{number, {}, {}};
    std::size_t members = 0;
    json->each_member([&](std::string_view name, protocol::JsonValue value) {
        step.kind = name;
        step.value = value.text();
        return ++members < 2;
    });
    if (members != 1 || std::find(kKinds.begin(), kKinds.end(), step.kind) == kKinds.end()) {
        return Error(Errc::Invalid,
                     "expected an object with one of: about, send, send_text, expect, silence, closed, make");
    }
    return step;
}

}  // namespace

Result<std::vector<Step>> read_script(const std::filesystem::path& file, const std::string& root) {
    const auto text = read_file(file, kMaxScriptBytes);
    if (!text) {
        return Error(text.error()).context(file.string());
    }
    const bool markdown = file.extension() == ".md";
    bool inside = !markdown;
    std::size_t number = 0;
    std::vector<Step> steps;
    for (const auto line : split_lines(*text)) {
        ++number;
        if (markdown && line.starts_with("```")) {
            inside = trim(line) == "```ndjson";
        } else if (inside && !trim(line).empty()) {
            auto step = read_step(number, line, root);
            if (!step) {
                return std::move(step).error().context(file.string() + ":" + std::to_string(number));
            }
            steps.push_back(*std::move(step));
        }
    }
    return steps;
}

}  // namespace skillwake::conformance
