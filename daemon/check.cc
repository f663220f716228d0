#include "daemon/check.h"

#include "base/file.h"
#include "daemon/root_snapshot.h"
#include "daemon/translate.h"
#include "skill/parse.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

struct Checked {
    std::size_t skills = 0;
    std::vector<skill::Diagnostic> diagnostics;
};

skill::Diagnostic unreadable(const fs::path& path, const std::string& why) {
    return {skill::Severity::Error, path.string(), 0, why, ""};
}

Checked check_folder(const fs::path& folder) {
    const auto snapshot = make_snapshot({folder, skill::Scope::Project}, nullptr, {});
    return {snapshot->root.skills.size(), snapshot->diagnostics};
}

Checked check_file(const fs::path& file) {
    auto bytes = read_file(file, skill::kMaxSkillBytes);
    if (!bytes) {
        return {0, {unreadable(file, bytes.error().message())}};
    }
    auto parsed = skill::parse_skill(*std::move(bytes), file, skill::Scope::Project);
    if (!parsed) {
        return {0, {unreadable(file, parsed.error().message())}};
    }
    auto shared = std::make_shared<const skill::Skill>(*std::move(parsed));
    Checked checked{1, shared->diagnostics};
    const auto index = matcher::Index::compile({shared});
    checked.diagnostics.insert(checked.diagnostics.end(), index->diagnostics().begin(),
                               index->diagnostics().end());
    return checked;
}

void print_for_people(const skill::Diagnostic& diagnostic) {
    std::printf("%s", diagnostic.path.c_str());
    if (diagnostic.line > 0) {
        std::printf(":%u", diagnostic.line);
    }
    std::printf(": %s: %s\n", std::string(skill::name_of(diagnostic.severity)).c_str(),
                diagnostic.message.c_str());
    if (!diagnostic.fix.empty()) {
        std::printf("    %s\n", diagnostic.fix.c_str());
    }
}

}  // namespace

int check_skills(const std::vector<std::string>& paths, bool json) {
    constexpr int kCannotRead = 2;
    Checked all;
    for (const auto& path : paths) {
        std::error_code failed;
        const auto absolute = fs::absolute(path, failed).lexically_normal();
        if (!fs::exists(absolute, failed)) {
            std::fprintf(stderr, "skillwaked: %s: no such file or folder\n", path.c_str());
            return kCannotRead;
        }
        auto checked = fs::is_directory(absolute, failed) ? check_folder(absolute) : check_file(absolute);
        all.skills += checked.skills;
        all.diagnostics.insert(all.diagnostics.end(), checked.diagnostics.begin(), checked.diagnostics.end());
    }
    for (const auto& diagnostic : all.diagnostics) {
        if (json) {
            std::printf("%s\n", protocol::to_json(to_message(diagnostic)).c_str());
        } else {
            print_for_people(diagnostic);
        }
    }
    if (!json) {
        std::printf("%zu skills checked, %zu problems\n", all.skills, all.diagnostics.size());
    }
    return all.diagnostics.empty() ? 0 : 1;
}

}  // namespace skillwake::daemon
