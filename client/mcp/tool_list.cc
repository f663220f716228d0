#include "client/mcp/tool_list.h"

#include "client/mcp/skill_listing.h"
#include "protocol/message.h"

#include <string>

namespace skillwake::client::mcp {
namespace {

using protocol::required;

struct Tool {
    std::string name;
    std::string description;
    RawJson input_schema;
    RawJson annotations;
    RawJson meta;

    static constexpr auto kFields =
        std::tuple(required("name", &Tool::name), required("description", &Tool::description),
                   required("inputSchema", &Tool::input_schema), required("annotations", &Tool::annotations),
                   required("_meta", &Tool::meta));
};

struct ToolList {
    std::vector<Tool> tools;

    static constexpr auto kFields = std::tuple(required("tools", &ToolList::tools));
};

/// Without the first key a host hides the tool behind a search of its own; without the second it cuts results
/// at 50,000 characters.
constexpr const char* kMeta = R"({"anthropic/alwaysLoad":true,"anthropic/maxResultSizeChars":500000})";

Tool tool(std::string name, const std::string& title, std::string description, std::string input_schema) {
    return {
        std::move(name), std::move(description), RawJson{std::move(input_schema)},
        RawJson{
            R"({"title":")" + title +
            R"(","readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false})"},
        RawJson{kMeta}};
}

std::string skill_description(const SkillList& list) {
    std::string text =
        "Gives the instructions of a skill: know-how for one kind of task, written down by the user, the "
        "team or a "
        "plugin. The result names the folder that relative paths in the instructions start from. A skill is "
        "worth "
        "loading when the task at hand fits its description, and needs to be loaded once in a "
        "conversation.\n\n";
    const auto listing = skill_listing(list.visible(), kListingBytes);
    return text + (listing.empty() ? "No skills are available now." : "Available skills:\n" + listing);
}

}  // namespace

Outcome list_tools(Workspace& workspace) {
    ToolList list;
    list.tools.push_back(tool(
        "Skill", "Load a skill", skill_description(*workspace.skills()),
        R"({"type":"object","properties":{)"
        R"("skill":{"type":"string","description":"The skill's name, as it is listed; plugin:name where a plugin brings it"},)"
        R"("args":{"anyOf":[{"type":"string"},{"type":"null"}],"description":"Optional arguments for the skill"},)"
        R"("command":{"type":"string","description":"Instead of skill and args: the name, or the name and its arguments"}}})"));
    list.tools.push_back(tool(
        "list_skills", "List skills", "Names all skills with their descriptions.",
        R"({"type":"object","properties":{)"
        R"("offset":{"type":"integer","minimum":0,"description":"How many to pass over"},)"
        R"("limit":{"type":"integer","minimum":1,"maximum":1000,"description":"How many to list; 200 when left out"}}})"));
    list.tools.push_back(tool(
        "search_skills", "Search skills", "Finds the skills that fit a task, the best first.",
        R"({"type":"object","properties":{)"
        R"("query":{"type":"string","description":"The task in words, as a user would say it"},)"
        R"("limit":{"type":"integer","minimum":1,"maximum":50,"description":"How many to tell; 10 when left out"}},)"
        R"("required":["query"]})"));
    list.tools.push_back(tool(
        "read_skill", "Read a skill",
        "Reads a skill's text, or a part of it, or a file of its folder, as it stands. Without "
        "section, lines and file: its body.",
        R"({"type":"object","properties":{)"
        R"("name":{"type":"string","description":"The skill's name"},)"
        R"("section":{"type":"string","description":"A heading, or its number in file order"},)"
        R"("lines":{"type":"object","description":"Lines of SKILL.md, from 1, both included","properties":)"
        R"({"first":{"type":"integer","minimum":1},"last":{"type":"integer","minimum":1}},"required":["first","last"]},)"
        R"("file":{"type":"string","description":"A file, relative to the skill's folder"}},)"
        R"("required":["name"]})"));
    return RawJson{protocol::to_json(list)};
}

}  // namespace skillwake::client::mcp
