#include "base/text.h"
#include "tests/matcher/sample.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Real source files, labelled by Python's own parser, against the bundled skill: "Work on Python files
/// containing `async def` or `await` keywords".
namespace skillwake::matcher {
namespace {

struct Labelled {
    std::string path;
    std::string language;
    std::string category;
    bool uses_async = false;     ///< as syntax
    bool imports_async = false;  ///< asyncio, or a library on top of it or beside it
};

std::vector<Labelled> read_labels(const std::filesystem::path& table) {
    std::vector<Labelled> files;
    std::ifstream in(table);
    std::string line;
    std::getline(in, line);  // the head
    while (std::getline(in, line)) {
        const auto fields = split(line, '\t');
        REQUIRE(fields.size() >= 7);
        files.push_back({std::string(fields[0]), std::string(fields[2]), std::string(fields[3]),
                         fields[1] == "yes", fields[6] == "yes"});
    }
    return files;
}

/// Whether a line of `text` begins as an import of something that the skill's author declared.
bool imports_declared(const skill::Skill& skill, const std::string& text) {
    for (const auto& trigger : skill.triggers) {
        for (const std::string_view word : {"\nimport ", "\nfrom "}) {
            if (trigger.kind == skill::TriggerKind::AstImport &&
                ("\n" + text).find(std::string(word) + trigger.text) != std::string::npos) {
                return true;
            }
        }
    }
    return false;
}

/// Evidence of the candidate in words, for the report of a mismatch.
std::string evidence_of(const Candidate* candidate) {
    std::string text;
    if (candidate != nullptr) {
        for (const auto& piece : candidate->evidence) {
            text += std::string(name_of(piece.kind)) + " '" + piece.text + "' line " +
                    std::to_string(piece.line) + "; ";
        }
    }
    return text.empty() ? "no evidence" : text;
}

}  // namespace

TEST_CASE("SEED.md, Activation: Work on Python files containing `async def` or `await` keywords") {
    const auto folder = testing::shared_corpus("files");
    if (!folder) {
        return;
    }
    const auto view = view_of({bundled_skill()});
    std::map<std::string, int> counts;
    for (const auto& file : read_labels(*folder / "labels.tsv")) {
        const auto text = testing::bytes_of(*folder / file.path);
        // The name of the file itself may be a trigger: here its content alone counts.
        const auto path = "src/file" + std::filesystem::path(file.path).extension().string();
        const auto judgement = judged(view, file_event(path, text));
        const auto* candidate = judgement.candidates.empty() ? nullptr : &judgement.candidates[0];
        const bool loads = candidate != nullptr && candidate->action == Action::Load;
        CAPTURE(file.path);
        CAPTURE(file.category);
        CAPTURE(evidence_of(candidate));
        CHECK(judgement.complete);
        if (file.language != "python") {
            // A notebook is JSON: nothing in it is read as Python.
            CHECK_FALSE(loads);
            ++counts["other language, does not load"];
        } else if (file.uses_async) {
            CHECK(loads);
            ++counts["async syntax, loads"];
        } else if (file.imports_async || imports_declared(view.layers[0].index->skill(SkillId{0}), text)) {
            // The skill's author declared imports and calls of asyncio: that is all that may speak for it.
            CHECK_FALSE(has_evidence(candidate, EvidenceKind::Node));
            ++counts[loads ? "import only, loads" : "import only, does not load"];
        } else {
            CHECK_FALSE(loads);
            ++counts["no async, does not load"];
        }
    }
    for (const auto& [what, count] : counts) {
        MESSAGE(what << ": " << count);
    }
}

}  // namespace skillwake::matcher
