#include "tests/hook/hook_case.h"

#include "protocol/json.h"
#include "tests/support/shared_material.h"

#include <algorithm>

namespace skillwake::hook {
namespace {

std::vector<std::string> texts_of(protocol::JsonValue array) {
    std::vector<std::string> texts;
    array.each_element([&](protocol::JsonValue element) {
        texts.push_back(element.text());
        return true;
    });
    return texts;
}

}  // namespace

HookCase read_case(const std::filesystem::path& file) {
    protocol::JsonParser parser;
    const auto json = parser.parse(testing::bytes_of(file));
    REQUIRE(json);
    HookCase read;
    read.about = *json->member("about")->string();
    if (const auto host = json->member("host")) {
        read.host = *host->string();
    }
    read.input = json->member("input")->text();
    read.questions = texts_of(*json->member("questions"));
    read.results = texts_of(*json->member("results"));
    read.output = json->member("output")->text();
    REQUIRE(read.questions.size() == read.results.size());
    return read;
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace skillwake::hook
