#include "daemon/catalogue.h"

#include <doctest/doctest.h>

#include <utility>

namespace skillwake::daemon {
namespace {

/// "name", "plugin:name" or "name=body", in a folder of its own below `root`.
std::shared_ptr<const skill::Skill> skill_named(const std::string& qualified, const std::string& root,
                                                std::size_t number) {
    skill::Skill made;
    const auto colon = qualified.find(':');
    made.plugin = colon == std::string::npos ? "" : qualified.substr(0, colon);
    made.name = colon == std::string::npos ? qualified : qualified.substr(colon + 1);
    if (const auto equals = made.name.find('='); equals != std::string::npos) {
        made.text = made.name.substr(equals + 1);
        made.name.resize(equals);
    }
    made.folder = root + "/" + std::to_string(number);
    made.file = made.folder / "SKILL.md";
    return std::make_shared<const skill::Skill>(std::move(made));
}

std::shared_ptr<const RootSnapshot> root_with(const std::string& folder,
                                              const std::vector<std::string>& names) {
    auto snapshot = std::make_shared<RootSnapshot>();
    snapshot->root.spec.folder = folder;
    matcher::Index::Skills skills;
    for (const auto& name : names) {
        skills.push_back(skill_named(name, folder, skills.size()));
    }
    snapshot->index = matcher::Index::compile(std::move(skills));
    snapshot->names = std::make_shared<const SkillNames>(snapshot->index);
    return snapshot;
}

Catalogue catalogue_of(const std::vector<std::vector<std::string>>& layers,
                       skill::Precedence precedence = skill::Precedence::Spec) {
    std::vector<std::shared_ptr<const RootSnapshot>> roots;
    for (const auto& names : layers) {
        roots.push_back(root_with("/" + std::to_string(roots.size()), names));
    }
    return {std::move(roots), 7, precedence};
}

/// The SKILL.md that a name stands for, or the names that are offered instead.
std::string found(const Catalogue& catalogue, std::string_view name) {
    const auto ref = catalogue.find(name);
    if (ref) {
        return catalogue.skill(*ref).file.string();
    }
    std::string text = ref.error().code() == Errc::Ambiguous ? "ambiguous:" : "not found:";
    for (const auto& offered : ref.error().names()) {
        text += " " + offered;
    }
    return text;
}

TEST_CASE("A skill stands in front of the one of the same name in a later layer") {
    const auto catalogue = catalogue_of({{"pdf", "csv"}, {"pdf", "xml"}, {"pdf"}});
    CHECK(found(catalogue, "pdf") == "/0/0/SKILL.md");
    CHECK(found(catalogue, "xml") == "/1/1/SKILL.md");
    CHECK(catalogue.generation() == 7);
    CHECK(catalogue.all().size() == 5);

    const auto& layers = catalogue.view().layers;
    CHECK(layers[0].hidden.empty());
    CHECK(layers[1].hidden == std::vector<bool>{true, false});
    CHECK(layers[2].hidden == std::vector<bool>{true});

    REQUIRE(catalogue.shadowed_by({1, matcher::SkillId{0}}) != nullptr);
    CHECK(catalogue.shadowed_by({1, matcher::SkillId{0}})->file == "/0/0/SKILL.md");
    CHECK(catalogue.shadowed_by({2, matcher::SkillId{0}})->file == "/0/0/SKILL.md");
    CHECK(catalogue.shadowed_by({0, matcher::SkillId{0}}) == nullptr);
}

/// What `list --shadowed` would tell: "path state path" a line.
std::vector<std::string> told(const Catalogue& catalogue) {
    std::vector<std::string> lines;
    for (const auto ref : catalogue.all()) {
        const auto file = catalogue.skill(ref).folder.string();
        if (const auto* front = catalogue.shadowed_by(ref)) {
            lines.push_back(file + (catalogue.is_copy(ref) ? " copy of " : " behind ") +
                            front->folder.string());
        }
        for (const auto* rival : catalogue.rivals_of(ref)) {
            lines.push_back(file + " or " + rival->folder.string());
        }
    }
    return lines;
}

using Lines = std::vector<std::string>;

TEST_CASE("By the rules of Codex nobody stands in front: a name that two have is ambiguous") {
    const std::vector<std::vector<std::string>> layers = {{"pdf=a", "csv=c"}, {"pdf=b"}};
    CHECK(told(catalogue_of(layers)) == Lines{"/1/0 behind /0/0"});
    CHECK(told(catalogue_of(layers, skill::Precedence::Claude)) == Lines{"/1/0 behind /0/0"});
    const auto codex = catalogue_of(layers, skill::Precedence::Codex);
    CHECK(told(codex) == Lines{"/0/0 or /1/0", "/1/0 or /0/0"});
    CHECK(found(codex, "pdf") == "ambiguous: /0/0/SKILL.md /1/0/SKILL.md");
    CHECK(codex.view().layers[1].hidden.empty());
}

TEST_CASE("Skills of one name and one body are one skill, wherever they lie and whoever's rules hold") {
    for (const auto precedence :
         {skill::Precedence::Spec, skill::Precedence::Claude, skill::Precedence::Codex}) {
        CAPTURE(static_cast<int>(precedence));
        const auto catalogue = catalogue_of({{"pdf=a", "PDF= a\n", "pdf=b"}, {"office:pdf=a"}}, precedence);
        CHECK(told(catalogue) ==
              Lines{"/0/0 or /0/2", "/0/1 copy of /0/0", "/0/2 or /0/0", "/1/0 copy of /0/0"});
        CHECK(found(catalogue, "office:pdf") == "/0/0/SKILL.md");
        CHECK(catalogue.view().layers[0].hidden == std::vector<bool>{false, true, false});
    }
}

TEST_CASE("Bodies that say nothing, and bodies of other names, are no copies") {
    CHECK(told(catalogue_of({{"a", "b"}})) == Lines{});
    CHECK(told(catalogue_of({{"a=x", "b=x"}})) == Lines{});
    CHECK(told(catalogue_of({{"pdf= "}, {"office:pdf= "}})) == Lines{});
}

TEST_CASE("A skill goes before the copy that has its name") {
    // tools:pdf is a copy of pdf; a later skill of that very name is still found by it.
    CHECK(found(catalogue_of({{"pdf=a"}, {"tools:pdf=a"}, {"tools:pdf=b"}}), "tools:pdf") == "/2/0/SKILL.md");
}

TEST_CASE("Skills of several plugins whose plain name is the same are told to be ambiguous") {
    CHECK(told(catalogue_of({{"office:pdf=a", "print:pdf=b"}})) == Lines{"/0/0 or /0/1", "/0/1 or /0/0"});
    CHECK(told(catalogue_of({{"pdf=a"}, {"office:pdf=b"}})) == Lines{});
}

TEST_CASE("Names are found in any case and with blanks around them") {
    const auto catalogue = catalogue_of({{"Async-Patterns", "tools:PDF"}});
    for (const auto* name : {"async-patterns", "ASYNC-PATTERNS", " Async-Patterns \n"}) {
        CAPTURE(name);
        CHECK(found(catalogue, name) == "/0/0/SKILL.md");
    }
    CHECK(found(catalogue, "TOOLS:pdf") == "/0/1/SKILL.md");
    CHECK(found(catalogue, "pdf") == "/0/1/SKILL.md");
}

TEST_CASE("A plain name that several plugins have is ambiguous, the candidates are their qualified names") {
    const auto catalogue = catalogue_of({{"office:pdf", "print:pdf"}});
    CHECK(found(catalogue, "pdf") == "ambiguous: office:pdf print:pdf");
    CHECK(found(catalogue, "print:pdf") == "/0/1/SKILL.md");
    CHECK(catalogue.find("pdf").error().message() == "'pdf' names 2 skills");
}

TEST_CASE("Two skills of one name in one root are told apart by their paths") {
    const auto catalogue = catalogue_of({{"pdf", "pdf"}});
    CHECK(found(catalogue, "pdf") == "ambiguous: /0/0/SKILL.md /0/1/SKILL.md");
}

TEST_CASE("A name that is a skill's whole name is that skill, also when a plugin has one of that name") {
    CHECK(found(catalogue_of({{"pdf"}, {"office:pdf"}}), "pdf") == "/0/0/SKILL.md");
    CHECK(found(catalogue_of({{"pdf", "office:pdf"}}), "pdf") == "/0/0/SKILL.md");
    CHECK(found(catalogue_of({{"pdf"}, {"office:pdf"}}), "office:pdf") == "/1/0/SKILL.md");
}

TEST_CASE("A plugin's skill does not hide a skill of another whole name in a later layer") {
    const auto catalogue = catalogue_of({{"office:pdf"}, {"pdf"}});
    CHECK(catalogue.shadowed_by({1, matcher::SkillId{0}}) == nullptr);
    CHECK(found(catalogue, "pdf") == "/1/0/SKILL.md");
    CHECK(found(catalogue, "office:pdf") == "/0/0/SKILL.md");
}

TEST_CASE("A name with a colon in it and a plugin's qualified name are one name") {
    // skill_named() takes what is before the first colon for the plugin.
    skill::Skill colon;
    colon.name = "office:pdf";
    colon.folder = "/0/colon";
    colon.file = "/0/colon/SKILL.md";
    auto snapshot = std::make_shared<RootSnapshot>();
    snapshot->index = matcher::Index::compile({std::make_shared<const skill::Skill>(colon)});
    snapshot->names = std::make_shared<const SkillNames>(snapshot->index);
    const Catalogue catalogue({snapshot, root_with("/1", {"office:pdf"})}, 7);
    CHECK(found(catalogue, "office:pdf") == "/0/colon/SKILL.md");
    CHECK(told(catalogue) == Lines{"/1/0 behind /0/colon"});
}

TEST_CASE("An unknown name gets the three nearest names of the workspace") {
    const auto catalogue =
        catalogue_of({{"async-python", "async-pythons", "async-pytho", "sync-python", "docker"}});
    const auto missing = catalogue.find("async-pyton");
    REQUIRE(!missing);
    CHECK(missing.error().code() == Errc::NotFound);
    CHECK(missing.error().message() == "no skill 'async-pyton'");
    CHECK(missing.error().names().size() == 3);
    CHECK(missing.error().names().front().starts_with("async-pytho"));
    CHECK(found(catalogue, "zzzzzzzzzzzz") == "not found:");
    CHECK(found(catalogue, "") == "not found:");
}

TEST_CASE("Nearest names hold each skill once, by its qualified name") {
    CHECK(found(catalogue_of({{"office:report"}}), "office:reprot") == "not found: office:report");
    CHECK(found(catalogue_of({{"office:report"}}), "reprot") == "not found: office:report");
}

TEST_CASE("An empty workspace has no skills and no names") {
    const auto catalogue = catalogue_of({});
    CHECK(catalogue.all().empty());
    CHECK(found(catalogue, "pdf") == "not found:");
}

}  // namespace
}  // namespace skillwake::daemon
