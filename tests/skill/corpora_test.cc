#include "base/text.h"
#include "base/utf8.h"
#include "skill/load.h"
#include "skill/parse.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

/// Real files of many authors: whatever they hold, each gives a skill that can be served, or an error with
/// text.
namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

void each_file(const fs::path& folder, const std::function<void(const fs::path&)>& visit) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ".md") {
            visit(entry.path());
        }
    }
}

/// The message without what it names, so that alike ones count together.
std::string shape_of(const std::string& message) {
    const auto cut = message.find("not valid YAML");
    std::string shape;
    bool quoted = false;
    for (const char c : message.substr(0, cut == std::string::npos ? cut : cut + 14)) {
        const bool apostrophe = !quoted && !shape.empty() && is_alnum(shape.back());
        if (c == '\'' && !apostrophe) {
            shape.append(quoted ? "..'" : "'");
            quoted = !quoted;
        } else if (!quoted) {
            shape.push_back(c);
        }
    }
    return shape;
}

struct Counts {
    int files = 0;
    int skills = 0;
    int clean = 0;                    ///< without a diagnostic
    std::map<std::string, int> told;  ///< by shape_of()
};

void check_skill(const Skill& skill) {
    CHECK_FALSE(skill.name.empty());
    CHECK(is_valid_utf8(skill.text));
    CHECK(skill.body_offset <= skill.text.size());
    for (const auto& diagnostic : skill.diagnostics) {
        CHECK_FALSE(diagnostic.message.empty());
        CHECK_FALSE(diagnostic.fix.empty());
        CHECK(diagnostic.line > 0);
    }
    for (const auto& section : skill.outline) {
        CHECK(section.first_line >= skill.body_line);
        CHECK(section.last_line >= section.first_line);
    }
}

Counts check_files(const std::string& corpus, const fs::path& folder) {
    Counts counts;
    each_file(folder, [&](const fs::path& file) {
        CAPTURE(file.string());
        const auto skill = parse_skill(testing::bytes_of(file), file, Scope::Project);
        ++counts.files;
        if (!skill) {
            CHECK_FALSE(skill.error().message().empty());
            ++counts.told["(no skill) " + skill.error().message()];
            return;
        }
        ++counts.skills;
        counts.clean += skill->diagnostics.empty() ? 1 : 0;
        check_skill(*skill);
        for (const auto& diagnostic : skill->diagnostics) {
            ++counts.told[shape_of(diagnostic.message)];
        }
    });
    auto table = corpus + ": " + std::to_string(counts.files) + " files, " + std::to_string(counts.skills) +
                 " skills, " + std::to_string(counts.clean) + " without a diagnostic";
    for (const auto& [message, count] : counts.told) {
        table.append("\n    ").append(std::to_string(count)).append(" ").append(message);
    }
    MESSAGE(table);
    return counts;
}

Counts check_corpus(const std::string& corpus) {
    const auto folder = testing::shared_corpus(corpus);
    return folder ? check_files(corpus, *folder) : Counts();
}

}  // namespace

TEST_CASE("real skills of well-known repositories are all served") {
    const auto counts = check_corpus("curated");
    CHECK(counts.skills == counts.files);
}

TEST_CASE("real files that break parsers give a skill or an error with text") {
    const auto counts = check_corpus("nasty");
    CHECK(counts.skills * 100 >= counts.files * 90);  // only empty and unclosed ones may fail
}

/// Skills that are packed elsewhere: SKILLWAKE_CORPUS names the folder that they were unpacked to.
TEST_CASE("real skills of a further folder give a skill or an error with text") {
    const char* folder = std::getenv("SKILLWAKE_CORPUS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    if (folder == nullptr) {
        MESSAGE("skipped: SKILLWAKE_CORPUS names no folder");
        return;
    }
    const auto counts = check_files(folder, folder);
    CHECK(counts.skills * 1'000 >= counts.files * 999);
}

TEST_CASE("a corpus is a root that loads") {
    const auto folder = testing::shared_corpus("nasty");
    if (!folder) {
        return;
    }
    const auto root = load_root({*folder, Scope::User}, nullptr, {});
    const auto again = load_root({*folder, Scope::User}, &root, {});
    REQUIRE(again.skills.size() == root.skills.size());
    for (std::size_t i = 0; i < root.skills.size(); ++i) {
        CHECK(again.skills[i].skill == root.skills[i].skill);
    }
    CHECK(again.diagnostics == root.diagnostics);
}

}  // namespace skillwake::skill
