#include "matcher/language.h"

#include "base/text.h"

#include <algorithm>
#include <array>

extern "C" {
const TSLanguage* tree_sitter_python(void);
}

namespace skillwake::matcher {
namespace {

using Words = std::span<const std::string_view>;

// ---- Python
// -----------------------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 3> kPythonExtensions = {"py", "pyi", "pyw"};
constexpr std::array<std::string_view, 9> kPythonSpoken = {
    "python", "python3", "py", "django", "fastapi", "flask", "pytest", "pydantic", "asyncio"};
constexpr std::array<NodeName, 4> kPythonNodes = {
    {{"async_function", "async"}, {"await", "await"}, {"async_with", "async"}, {"async_for", "async"}}};
// In a file that is being typed the parser leaves the words of a broken statement inside an ERROR node. Before
// Python 3.7 "await" was a name like any other: "def await(self):", "latch.await()".
constexpr std::string_view kPythonFacts = R"(
(import_statement name: (dotted_name) @import)
(import_statement name: (aliased_import name: (dotted_name) @import alias: (identifier) @import.alias))
(import_from_statement module_name: (dotted_name) @from name: (dotted_name) @from.name)
(import_from_statement module_name: (dotted_name) @from
                       name: (aliased_import name: (dotted_name) @from.name alias: (identifier) @from.alias))
(import_from_statement module_name: (dotted_name) @import (wildcard_import))
(call function: [(identifier) (attribute)] @call)
(function_definition "async" @node.async_function)
((await) @node.await (#not-after? @node.await "def" "class" "."))
(with_statement "async" @node.async_with)
(for_statement "async" @node.async_for)
(for_in_clause "async" @node.async_for)
(ERROR "async" @node.async_function . "def")
((ERROR (identifier) @node.async_function . "def") (#eq? @node.async_function "async"))
(ERROR "async" @node.async_with . "with")
(ERROR "async" @node.async_for . "for")
((ERROR "await" @node.await . _) (#not-after? @node.await "def" "class" "."))
(ERROR "import" . (dotted_name) @import)
(ERROR "from" . (dotted_name) @import)
)";

// ---- told apart only
// --------------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 4> kJavascriptExtensions = {"js", "jsx", "mjs", "cjs"};
constexpr std::array<std::string_view, 7> kJavascriptSpoken = {"javascript", "js",    "nodejs", "node",
                                                               "express",    "react", "deno"};
constexpr std::array<std::string_view, 4> kTypescriptExtensions = {"ts", "tsx", "mts", "cts"};
constexpr std::array<std::string_view, 3> kTypescriptSpoken = {"typescript", "angular", "nestjs"};
constexpr std::array<std::string_view, 1> kGoExtensions = {"go"};
constexpr std::array<std::string_view, 3> kGoSpoken = {"golang", "goroutine", "goroutines"};
constexpr std::array<std::string_view, 1> kRustExtensions = {"rs"};
constexpr std::array<std::string_view, 3> kRustSpoken = {"rust", "tokio", "cargo"};
constexpr std::array<std::string_view, 1> kJavaExtensions = {"java"};
constexpr std::array<std::string_view, 2> kJavaSpoken = {"java", "spring"};
constexpr std::array<std::string_view, 2> kKotlinExtensions = {"kt", "kts"};
constexpr std::array<std::string_view, 1> kKotlinSpoken = {"kotlin"};
constexpr std::array<std::string_view, 1> kCsharpExtensions = {"cs"};
constexpr std::array<std::string_view, 4> kCsharpSpoken = {"c#", "csharp", ".net", "dotnet"};
constexpr std::array<std::string_view, 7> kCppExtensions = {"cpp", "cc", "cxx", "hpp", "hh", "hxx", "h"};
constexpr std::array<std::string_view, 2> kCppSpoken = {"c++", "cpp"};
constexpr std::array<std::string_view, 1> kCExtensions = {"c"};
constexpr std::array<std::string_view, 1> kRubyExtensions = {"rb"};
constexpr std::array<std::string_view, 3> kRubySpoken = {"ruby", "rails", "rspec"};
constexpr std::array<std::string_view, 1> kPhpExtensions = {"php"};
constexpr std::array<std::string_view, 2> kPhpSpoken = {"php", "laravel"};
constexpr std::array<std::string_view, 3> kBashExtensions = {"sh", "bash", "zsh"};
constexpr std::array<std::string_view, 1> kSwiftExtensions = {"swift"};
constexpr std::array<std::string_view, 2> kSwiftSpoken = {"swift", "swiftui"};

constexpr Language told_apart(std::string_view name, Words extensions, Words spoken) {
    return {name, extensions, spoken, {}, nullptr, {}};
}

constexpr std::array<Language, 14> kLanguages = {{
    {"python", kPythonExtensions, kPythonSpoken, kPythonNodes, tree_sitter_python, kPythonFacts},
    told_apart("javascript", kJavascriptExtensions, kJavascriptSpoken),
    told_apart("typescript", kTypescriptExtensions, kTypescriptSpoken),
    told_apart("go", kGoExtensions, kGoSpoken),
    told_apart("rust", kRustExtensions, kRustSpoken),
    told_apart("java", kJavaExtensions, kJavaSpoken),
    told_apart("kotlin", kKotlinExtensions, kKotlinSpoken),
    told_apart("csharp", kCsharpExtensions, kCsharpSpoken),
    told_apart("cpp", kCppExtensions, kCppSpoken),
    told_apart("c", kCExtensions, {}),
    told_apart("ruby", kRubyExtensions, kRubySpoken),
    told_apart("php", kPhpExtensions, kPhpSpoken),
    told_apart("bash", kBashExtensions, {}),
    told_apart("swift", kSwiftExtensions, kSwiftSpoken),
}};

bool holds(Words words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

const Language* language_named(std::string_view name) {
    const auto* const found = std::find_if(kLanguages.begin(), kLanguages.end(),
                                           [&](const Language& language) { return language.name == name; });
    return found == kLanguages.end() ? nullptr : found;
}

const Language* language_of_path(std::string_view path) {
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) {
        return nullptr;
    }
    const auto extension = fold_ascii(name.substr(dot + 1));
    const auto* const found =
        std::find_if(kLanguages.begin(), kLanguages.end(),
                     [&](const Language& language) { return holds(language.extensions, extension); });
    return found == kLanguages.end() ? nullptr : found;
}

const Language* language_spoken(std::string_view word) {
    const auto* const found =
        std::find_if(kLanguages.begin(), kLanguages.end(),
                     [&](const Language& language) { return holds(language.spoken_names, word); });
    return found == kLanguages.end() ? nullptr : found;
}

std::span<const Language> all_languages() {
    return kLanguages;
}

}  // namespace skillwake::matcher
