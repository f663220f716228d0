#include "client/mcp/skills_extension.h"

#include "client/mcp/bytes.h"
#include "client/mcp/paging.h"
#include "client/mcp/skill_files.h"
#include "client/mcp/skill_uri.h"
#include "protocol/message.h"

#include <algorithm>

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

/// Lower-case letters, digits and single hyphens inside, at most 64 bytes.
bool is_conforming_name(std::string_view name) {
    constexpr std::size_t kMaxName = 64;
    const bool letters = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
               (static_cast<unsigned char>(c) >= 0x80);
    });
    return letters && !name.empty() && name.size() <= kMaxName && name.front() != '-' && name.back() != '-' &&
           name.find("--") == std::string_view::npos;
}

/// Empty: nothing is wrong.
std::string wrong_with(const protocol::SkillSummary& skill, const std::optional<RawJson>& front_matter) {
    if (!front_matter) {
        return "its front matter is not YAML";
    }
    protocol::JsonParser parser;
    const auto json = parser.parse(front_matter->text);
    const auto fields = json ? std::optional(*json) : std::nullopt;
    if (string_member(fields, "name") != skill.name || !is_conforming_name(skill.name)) {
        return "its front matter has no name of lower-case letters, digits and hyphens";
    }
    if (string_member(fields, "description").value_or("").empty()) {
        return "its front matter has no description";
    }
    return {};
}

/// Or, in words, why there is none.
std::variant<Entry, std::string> entry_of(Workspace& workspace, const protocol::SkillSummary& skill) {
    auto shown = show(workspace, skill);
    if (!shown) {
        return "the daemon does not tell its files";
    }
    if (auto wrong = wrong_with(skill, shown->front_matter_json); !wrong.empty()) {
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
