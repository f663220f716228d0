#include "client/install/entry.h"
#include "client/install/json_tree.h"
#include "client/install/shell_words.h"
#include "client/install/text_diff.h"
#include "client/install/toml_edit.h"
#include "protocol/json.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <string_view>

/// Any settings file: it is refused, or what we put in can be read, is put in once, and goes again.
namespace skillwake::fuzz {
namespace {

using namespace client;

const HooksEntry kHooks{{{"Start", ""}, {"Tool", "A|B"}}, "'/a b/skillwake' hook", 5, true};
const JsonEntry kServer{{"servers", "skillwake"}, R"({"command":"/b/skillwake","args":["mcp"]})"};

/// What an edit may not touch: all but white space and commas.
std::string without_layout(std::string_view text) {
    std::string kept;
    std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
                 [](char c) { return std::string_view(" \t\r\n\f\v,").find(c) == std::string_view::npos; });
    return kept;
}

void check_json(std::string_view text) {
    const auto tree = parse_json_tree(text);
    protocol::JsonParser parser;
    const auto strict = parser.parse(text);
    // Ours is the wider language, but for its smaller depth.
    require(tree || !strict || tree.error().message().ends_with("nested too deeply"));
}

void check_entry(std::string_view text, const Entry& entry, std::string_view name) {
    const auto with = with_entry(text, entry);
    if (!with) {
        return;
    }
    require(static_cast<bool>(parse_json_tree(*with)));
    const auto again = with_entry(*with, entry);
    require(again && *again == *with);
    const auto without = without_entry(*with, entry);
    require(static_cast<bool>(without));
    const auto twice = without_entry(*without, entry);
    require(twice && *twice == *without);
    const auto before = parse_json_tree(text);
    if (before && *before && text.find(name) == std::string_view::npos) {
        require(without_layout(*without) == without_layout(text));
    }
    require(text_diff(text, *with).empty() == (text == *with));
}

void check_toml(std::string_view text) {
    const auto with = set_toml_table(text, "servers.skillwake", "a = 1");
    if (!with) {
        return;
    }
    const auto again = set_toml_table(*with, "servers.skillwake", "a = 1");
    require(again && *again == *with);
    const auto without = remove_toml_table(*with, "servers.skillwake");
    require(static_cast<bool>(without));
    const auto had_one = remove_toml_table(text, "servers.skillwake");
    if (had_one && *had_one == text) {
        require(without->starts_with(text) && without->size() <= text.size() + 2);
    }
}

}  // namespace

std::vector<std::string> seeds() {
    return {
        "{}",
        "\xef\xbb\xbf{\r\n\t// x\r\n\t\"a\": [1, {\"b\": null,},], /* y */\r\n}\r\n",
        R"({"hooks": {"Start": [{"matcher": "*", "hooks": [{"type": "command", "command": "x"}, {"command": "skillwake hook"}]}]}})",
        R"({"servers": {"skillwake": {"command": ["/old/skillwake", "mcp"], "env": {"A": "\u00e9"}}, "o": {}}})",
        "// only\n/* comments */",
        "{\n  \"a\": 1 // one\n  , \"b\": \"//\"\n}",
        "a = 1\n\n[servers]\nx = \"\"\"\n[servers.skillwake]\n\"\"\"\n",
        "# skillwake begin: 'skillwake uninstall' takes these lines out\n[servers.skillwake]\n# skillwake "
        "end\n[z]\n",
    };
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace skillwake;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    fuzz::check_json(text);
    fuzz::check_entry(text, fuzz::kHooks, "hooks");
    fuzz::check_entry(text, fuzz::kServer, "servers");
    fuzz::check_toml(text);
    fuzz::require(client::shell_words(client::shell_quoted(text)) == std::vector{std::string(text)});
    return 0;
}
