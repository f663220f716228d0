#include "matcher/language.h"

#include "matcher/source_facts.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <string_view>

namespace skillwake::matcher {
namespace {

std::string name_or_none(const Language* language) {
    return language == nullptr ? "(none)" : std::string(language->name);
}

}  // namespace

TEST_CASE("a file's language is told by its name") {
    struct Case {
        std::string_view path;
        std::string_view language;
    };
    const Case cases[] = {
        {"a.py", "python"},
        {"src/a.PY", "python"},
        {"a.pyi", "python"},
        {"a.test.ts", "typescript"},
        {"a.jsx", "javascript"},
        {"a.go", "go"},
        {"a.rs", "rust"},
        {"a.kt", "kotlin"},
        {"a.h", "cpp"},
        {"a.c", "c"},
        {"a.cs", "csharp"},
        {"py", "(none)"},
        {"src.py/README", "(none)"},
        {"a.", "(none)"},
        {"", "(none)"},
        {"a.pyc", "(none)"},
    };
    for (const auto& [path, language] : cases) {
        CAPTURE(path);
        CHECK(name_or_none(language_of_path(path)) == language);
    }
}

TEST_CASE("a language is told by its name, and by the words that mean it") {
    CHECK(name_or_none(language_named("python")) == "python");
    CHECK(name_or_none(language_named("Python")) == "(none)");
    CHECK(name_or_none(language_spoken("golang")) == "go");
    CHECK(name_or_none(language_spoken("nodejs")) == "javascript");
    CHECK(name_or_none(language_spoken("c#")) == "csharp");
    CHECK(name_or_none(language_spoken("django")) == "python");
    CHECK(name_or_none(language_spoken("go")) == "(none)");  // an everyday word
    CHECK(name_or_none(language_spoken("")) == "(none)");
}

TEST_CASE("the table is sound: names and extensions once each, and every query of a grammar compiles") {
    std::set<std::string_view> names;
    std::set<std::string_view> extensions;
    for (const auto& language : all_languages()) {
        CAPTURE(language.name);
        CHECK(names.insert(language.name).second);
        for (const auto extension : language.extensions) {
            CAPTURE(extension);
            CHECK(extensions.insert(extension).second);
        }
        if (language.grammar != nullptr) {
            const FactReader reader(language);
            for (const auto& node : language.nodes) {
                CAPTURE(node.name);
                CHECK(language.facts.find("@node." + std::string(node.name)) != std::string_view::npos);
            }
        }
    }
}

}  // namespace skillwake::matcher
