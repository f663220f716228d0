#include "client/mcp/resources.h"

#include "base/utf8.h"
#include "client/mcp/bytes.h"
#include "client/mcp/paging.h"
#include "client/mcp/skill_files.h"
#include "client/mcp/skill_uri.h"
#include "protocol/message.h"

#include <algorithm>
#include <map>

namespace skillwake::client::mcp {
namespace {

using protocol::optional;
using protocol::required;

constexpr std::size_t kSkillsAPage = 100;
constexpr std::string_view kDirectoryType = "inode/directory";

struct Resource {
    std::string uri;
    std::string name;
    std::optional<std::string> description;
    std::string mime_type;
    std::optional<std::uint64_t> size;

    static constexpr auto kFields =
        std::tuple(required("uri", &Resource::uri), required("name", &Resource::name),
                   optional("description", &Resource::description),
                   required("mimeType", &Resource::mime_type), optional("size", &Resource::size));
};

struct ResourcePage {
    std::vector<Resource> resources;
    std::optional<std::string> next_cursor;

    static constexpr auto kFields = std::tuple(required("resources", &ResourcePage::resources),
                                               optional("nextCursor", &ResourcePage::next_cursor));
};

struct Contents {
    std::string uri;
    std::string mime_type;
    std::optional<std::string> text;
    std::optional<std::string> blob;

    static constexpr auto kFields =
        std::tuple(required("uri", &Contents::uri), required("mimeType", &Contents::mime_type),
                   optional("text", &Contents::text), optional("blob", &Contents::blob));
};

struct ReadContents {
    std::vector<Contents> contents;

    static constexpr auto kFields = std::tuple(required("contents", &ReadContents::contents));
};

void append_resources(std::vector<Resource>& out, Workspace& workspace, const protocol::SkillSummary& skill) {
    const auto path = uri_path(skill);
    out.push_back(
        {skill_uri(path, kSkillFile), skill.name, skill.description, "text/markdown", std::nullopt});
    if (const auto shown = show(workspace, skill)) {
        for (const auto& resource : shown->resources) {
            out.push_back({skill_uri(path, resource.file), skill.qualified_name + "/" + resource.file,
                           std::nullopt, std::string(mime_type_of(resource.file)), resource.bytes});
        }
    }
}

/// The skill and file of `params.uri`.
std::variant<Located, Failure> located(const SkillList& list, const std::optional<JsonValue>& params,
                                       int no_resource) {
    const auto uri = string_member(params, "uri");
    if (!uri) {
        return Failure{kInvalidParams, "uri: expected string", std::nullopt};
    }
    if (auto found = list.locate(*uri)) {
        return *std::move(found);
    }
    return Failure{no_resource, "no resource " + *uri, std::nullopt};
}

/// The children of `folder` among `files`, folders without a trailing slash: name, and whether it is a
/// folder.
std::map<std::string, bool> children_of(const std::string& folder, const std::vector<std::string>& files) {
    const auto prefix = folder.empty() ? std::string() : folder + "/";
    std::map<std::string, bool> children;
    for (const auto& file : files) {
        if (file.starts_with(prefix)) {
            const auto end = file.find('/', prefix.size());
            children[file.substr(prefix.size(), end - prefix.size())] |= end != std::string::npos;
        }
    }
    return children;
}

}  // namespace

Outcome list_resources(Workspace& workspace, const std::optional<JsonValue>& params) {
    const auto list = workspace.skills();
    const auto page = page_of(params, list->visible().size(), kSkillsAPage);
    if (const auto* failure = std::get_if<Failure>(&page)) {
        return *failure;
    }
    const auto& part = std::get<Page>(page);
    ResourcePage result;
    for (auto at = part.begin; at < part.end; ++at) {
        append_resources(result.resources, workspace, list->visible()[at]);
    }
    result.next_cursor = part.next_cursor;
    return RawJson{protocol::to_json(result)};
}

Outcome list_resource_templates() {
    return RawJson{R"({"resourceTemplates":[{"uriTemplate":"skill://{+skill}/{+file}","name":"skill-file",)"
                   R"("description":"A file of a skill. SKILL: its name, or PLUGIN/NAME; FILE: SKILL.md, or )"
                   R"(one that resources/list names"}]})"};
}

Outcome read_resource(Workspace& workspace, const std::optional<JsonValue>& params, int no_resource) {
    const auto list = workspace.skills();
    auto found = located(*list, params, no_resource);
    if (auto* failure = std::get_if<Failure>(&found)) {
        return std::move(*failure);
    }
    const auto& [skill, file] = std::get<Located>(found);
    const auto uri = *string_member(params, "uri");
    const auto shown = show(workspace, *skill);
    const auto all =
        shown ? all_files(workspace, *skill, *shown).files : std::vector{std::string(kSkillFile)};
    if (std::find(all.begin(), all.end(), file) == all.end()) {
        return Failure{no_resource, "no resource " + uri, std::nullopt};
    }
    auto bytes = read_file_of(*skill, file);
    if (!bytes) {
        return Failure{kInternalError, uri + ": " + bytes.error().message(), std::nullopt};
    }
    Contents contents{uri, std::string(mime_type_of(file)), std::nullopt, std::nullopt};
    if (is_valid_utf8(*bytes)) {
        contents.text = *std::move(bytes);
    } else {
        contents.blob = base64(*bytes);
    }
    return RawJson{protocol::to_json(ReadContents{{std::move(contents)}})};
}

Outcome read_directory(Workspace& workspace, const std::optional<JsonValue>& params) {
    const auto list = workspace.skills();
    auto found = located(*list, params, kInvalidParams);
    if (auto* failure = std::get_if<Failure>(&found)) {
        return std::move(*failure);
    }
    const auto& [skill, folder] = std::get<Located>(found);
    const auto shown = show(workspace, *skill);
    const auto children = shown ? children_of(folder, all_files(workspace, *skill, *shown).files)
                                : std::map<std::string, bool>();
    if (children.empty()) {
        return Failure{kInvalidParams, *string_member(params, "uri") + " is no directory", std::nullopt};
    }
    ResourcePage result;
    for (const auto& [name, is_folder] : children) {
        const auto file = folder.empty() ? name : folder + "/" + name;
        result.resources.push_back({skill_uri(uri_path(*skill), file), name, std::nullopt,
                                    std::string(is_folder ? kDirectoryType : mime_type_of(name)),
                                    std::nullopt});
    }
    return RawJson{protocol::to_json(result)};
}

}  // namespace skillwake::client::mcp
