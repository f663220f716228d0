#include "client/mcp/skills_extension.h"

#include "client/mcp/bytes.h"
#include "client/mcp/conformance.h"
#include "client/mcp/paging.h"
#include "client/mcp/skill_files.h"
#include "client/mcp/skill_uri.h"
#include "protocol/message.h"

#include <utility>

namespace skillwake::client::mcp {
namespace {

using protocol::optional;
using protocol::required;

/// Each entry reads all files of its skill.
constexpr std::size_t kEntriesAPage = 50;

struct EntryFile {
    std::string uri;
    std::string digest;
    std::uint64_t size = 0;

    static constexpr auto kFields =
        std::tuple(required("uri", &EntryFile::uri), required("digest", &EntryFile::digest),
                   required("size", &EntryFile::size));
};

struct Entry {
    std::string uri;
    RawJson frontmatter;
    std::vector<EntryFile> resources;

    static constexpr auto kFields =
        std::tuple(required("uri", &Entry::uri), required("frontmatter", &Entry::frontmatter),
                   required("resources", &Entry::resources));
};

struct EntryPage {
    std::vector<Entry> skills;
    std::optional<std::string> next_cursor;

    static constexpr auto kFields =
        std::tuple(required("skills", &EntryPage::skills), optional("nextCursor", &EntryPage::next_cursor));
};

/// Or, in words, why there is none.
std::variant<Entry, std::string> entry_of(Workspace& workspace, const protocol::SkillSummary& skill) {
    auto shown = show(workspace, skill);
    if (!shown) {
        return "the daemon does not tell its files";
    }
    if (auto wrong = breach_of(shown->front_matter_json, skill.name); !wrong.empty()) {
        return wrong;
    }
    const auto all = all_files(workspace, skill, *shown);
    if (!all.complete || all.files.size() > kMaxSkillFiles) {
        return "it has too many files, or files that cannot be listed";
    }
    const auto path = uri_path(skill);
    Entry entry{skill_uri(path, kSkillFile), *std::move(shown->front_matter_json), {}};
    std::size_t bytes = 0;
    for (const auto& file : all.files) {
        const auto content = read_file_of(skill, file);
        if (!content) {
            return file + ": " + content.error().message();
        }
        bytes += content->size();
        if (bytes > kMaxSkillBytes) {
            return "its files have more than 16 MiB";
        }
        entry.resources.push_back({skill_uri(path, file), digest_of(*content), content->size()});
    }
    return entry;
}

}  // namespace

Outcome list_skill_entries(Workspace& workspace, const std::optional<JsonValue>& params) {
    const auto list = workspace.skills();
    const auto page = page_of(params, list->visible().size(), kEntriesAPage);
    if (const auto* failure = std::get_if<Failure>(&page)) {
        return *failure;
    }
    const auto& part = std::get<Page>(page);
    EntryPage result;
    for (auto at = part.begin; at < part.end; ++at) {
        auto entry = entry_of(workspace, list->visible()[at]);
        if (auto* conforming = std::get_if<Entry>(&entry)) {
            result.skills.push_back(std::move(*conforming));
        }
    }
    result.next_cursor = part.next_cursor;
    return RawJson{protocol::to_json(result)};
}

Outcome get_skill_entry(Workspace& workspace, const std::optional<JsonValue>& params) {
    const auto uri = string_member(params, "uri");
    if (!uri) {
        return Failure{kInvalidParams, "uri: expected string", std::nullopt};
    }
    const auto list = workspace.skills();
    const auto found = list->locate(*uri);
    if (!found || found->file != kSkillFile) {
        return Failure{kInvalidParams, "no skill is served at " + *uri, std::nullopt};
    }
    const auto entry = entry_of(workspace, *found->skill);
    if (const auto* wrong = std::get_if<std::string>(&entry)) {
        return Failure{kInvalidParams, "no skill is served at " + *uri + ": " + *wrong, std::nullopt};
    }
    return RawJson{R"({"skill":)" + protocol::to_json(std::get<Entry>(entry)) + "}"};
}

}  // namespace skillwake::client::mcp
