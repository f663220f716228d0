#include "daemon/check.h"

#include "base/file.h"
#include "base/safe_text.h"
#include "daemon/check_report.h"
#include "daemon/sarif.h"
#include "matcher/generic_triggers.h"
#include "matcher/index.h"
#include "skill/dialect.h"
#include "skill/lint.h"
#include "skill/load.h"
#include "skill/manifest.h"
#include "skill/parse.h"
#include "skill/rules.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

/// Everything that is read in one run: skills of all paths are judged together.
class CheckRun {
public:
    /// `path` is absolute. A skill that an earlier path gave already does not count twice.
    void add(const fs::path& path) {
        std::error_code failed;
        if (fs::is_directory(path, failed)) {
            add_folder(path);
        } else {
            add_file(path);
        }
    }

    CheckReport finish() {
        const auto index = matcher::Index::compile(skills_);
        tell(index->diagnostics());
        for (const auto& skill : skills_) {
            tell(without_suspicion(*skill));
            tell(skill::lint_skill(*skill));
        }
        tell(skill::lint_names(skills_));
        tell(matcher::find_generic_triggers(skills_));
        std::stable_sort(
            report_.diagnostics.begin(), report_.diagnostics.end(), [](const auto& a, const auto& b) {
                return std::tie(a.path, a.line, a.severity) < std::tie(b.path, b.line, b.severity);
            });
        report_.skills = skills_.size();
        return std::move(report_);
    }

private:
    /// The linter tells every place of what the loader tells the first of.
    static std::vector<skill::Diagnostic> without_suspicion(const skill::Skill& skill) {
        auto told = skill.diagnostics;
        std::erase_if(told, [](const skill::Diagnostic& diagnostic) {
            return diagnostic.rule == "host-message" || diagnostic.rule.starts_with("hidden-");
        });
        return told;
    }

    void add_folder(const fs::path& folder) {
        auto root = skill::load_root({folder, skill::Scope::Project}, nullptr, {});
        // First: they have rules, and a skill-rules.json speaks for their skills.
        for (const auto& inside : root.scan->folders) {
            if (inside != folder && is_root_of_its_own(inside)) {
                add_folder(inside);
            }
        }
        std::set<std::string> of_skills;
        for (auto& loaded : root.skills) {
            of_skills.insert(loaded.skill->file.string());
            add_skill(std::move(loaded.skill));
        }
        for (const auto& inside : root.scan->folders) {
            if (inside.filename() == skill::kManifestFolder) {
                check_manifests(inside.parent_path());
            }
        }
        // Those of skills come with the skills.
        for (const auto& diagnostic : root.diagnostics) {
            if (!of_skills.contains(diagnostic.path)) {
                tell({diagnostic});
            }
        }
    }

    /// A folder of another tool's rules, or of skills with a skill-rules.json beside them.
    static bool is_root_of_its_own(const fs::path& folder) {
        constexpr std::string_view kRules = "skill-rules.json";
        std::error_code failed;
        const bool ruled = fs::exists(folder / kRules, failed) ||
                           fs::exists(folder.parent_path() / "hooks" / kRules, failed);
        return !skill::rule_ending(folder).empty() || (folder.filename() == "skills" && ruled);
    }

    void check_manifests(const fs::path& folder) {
        tell(skill::check_plugin_manifest(folder));
        tell(skill::check_marketplace(folder));
    }

    void add_file(const fs::path& file) {
        if (file.parent_path().filename() == skill::kManifestFolder) {
            check_manifests(file.parent_path().parent_path());
            return;
        }
        auto bytes = read_file(file, skill::kMaxSkillBytes);
        if (!bytes) {
            tell_unusable(file, bytes.error());
            return;
        }
        auto parsed = skill::parse_skill(*std::move(bytes), file, skill::Scope::Project);
        if (!parsed) {
            tell_unusable(file, parsed.error());
            return;
        }
        add_skill(std::make_shared<const skill::Skill>(*std::move(parsed)));
    }

    void add_skill(std::shared_ptr<const skill::Skill> skill) {
        if (seen_.insert(skill->file.string()).second) {
            skills_.push_back(std::move(skill));
        }
    }

    void tell_unusable(const fs::path& file, const Error& error) {
        tell({skill::unusable_file(file, error)});
    }

    /// What two folders tell of the same place, one within the other, is told once.
    void tell(const std::vector<skill::Diagnostic>& diagnostics) {
        for (const auto& diagnostic : diagnostics) {
            if (told_.emplace(diagnostic.path, diagnostic.line, diagnostic.message).second) {
                report_.diagnostics.push_back(skill::classified(diagnostic));
            }
        }
    }

    std::vector<std::shared_ptr<const skill::Skill>> skills_;
    std::set<std::string> seen_;
    std::set<std::tuple<std::string, std::uint32_t, std::string>> told_;
    CheckReport report_;
};

std::string text_of(const CheckReport& report, CheckFormat format, const fs::path& current) {
    switch (format) {
        case CheckFormat::Text:
            return report_text(report);
        case CheckFormat::Json:
            return report_json(report) + "\n";
        case CheckFormat::Sarif:
            return sarif_of(report.diagnostics, current) + "\n";
    }
    return {};
}

}  // namespace

std::optional<skill::Severity> read_severity(std::string_view name) {
    using skill::Severity;
    for (const auto severity : {Severity::Error, Severity::Warning, Severity::Advice}) {
        if (name == skill::name_of(severity)) {
            return severity;
        }
    }
    return std::nullopt;
}

int check_skills(const CheckOptions& options) {
    constexpr int kCannotRead = 2;
    CheckRun run;
    for (const auto& path : options.paths) {
        std::error_code failed;
        auto absolute = fs::absolute(path, failed).lexically_normal();
        if (!fs::exists(absolute, failed)) {
            std::fprintf(stderr, "skillwaked: %s: no such file or folder\n", safe_line(path).c_str());
            return kCannotRead;
        }
        if (!absolute.has_filename()) {
            absolute = absolute.parent_path();  // "skills/" is "skills"
        }
        run.add(absolute);
    }
    const auto report = run.finish();
    std::error_code failed;
    auto text = text_of(report, options.format, fs::current_path(failed));
    if (::isatty(STDOUT_FILENO) == 1) {
        text = safe_json(text);  // what people get is tame already
    }
    std::fwrite(text.data(), 1, text.size(), stdout);
    return std::any_of(report.diagnostics.begin(), report.diagnostics.end(),
                       [&](const auto& diagnostic) { return diagnostic.severity <= options.fail_on; })
               ? 1
               : 0;
}

}  // namespace skillwake::daemon
