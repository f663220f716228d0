#include "matcher/judge.h"
#include "skill/parse.h"
#include "tests/fuzz/fuzz.h"

#include <chrono>
#include <memory>
#include <string_view>

/// A SKILL.md, a prompt and a file, a NUL between each: whatever the skill declares or derives compiles or
/// disables itself, and what is judged is sure between 0 and 1, with its evidence inside of the event.
namespace skillwake::fuzz {
namespace {

using namespace matcher;

std::string_view cut_part(std::string_view& rest) {
    const auto end = rest.find('\0');
    const auto part = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return part;
}

void check_judgement(const View& view, const Event& event) {
    Memory memory;
    const auto judgement = judge(view, event, memory, Budget{std::chrono::milliseconds(25)});
    double surest = 1;
    for (const auto& candidate : judgement.candidates) {
        require(candidate.confidence >= 0 && candidate.confidence <= surest);
        surest = candidate.confidence;
        for (const auto& piece : candidate.evidence) {
            require(piece.begin <= piece.end && piece.end <= event.prompt.size());
        }
        require(candidate.evidence.empty() || !reason_of(candidate.evidence).empty());
    }
    remember(memory, view, event, judgement);
}

}  // namespace

std::vector<std::string> seeds() {
    const auto parts = [](std::string_view skill, std::string_view prompt, std::string_view file) {
        return std::string(skill).append(1, '\0').append(prompt).append(1, '\0').append(file);
    };
    return {
        parts("---\nname: pdf\ndescription: Use when the user wants to \"fill a form\" or .pdf and .xlsx. DO "
              "NOT USE "
              "FOR: images\n---\n# PDF\n## When to use\n- merge documents\n```python\nimport pypdf\n```\n",
              "merge my documents into one pdf, not the images", "import pypdf\n"),
        parts("---\nname: async\ndescription: d\nactivation:\n  keywords: [asyncio, \"event loop\"]\n  "
              "patterns: "
              "[\"(?i)convert .* to async\"]\n  exclude: [javascript]\n  paths: [\"**/*.py\"]\n  content: "
              "[\"from "
              "aio\"]\n  ast: {python: {imports: [asyncio], nodes: [await], calls: [\"asyncio.*\"], query: "
              "\"(await) "
              "@hit\"}}\n  commands: [\"pytest -m\"]\n  errors: [\"never awaited\"]\n---\nbody\n",
              "convert this to async with the event loop", "async def f():\n    await x\n"),
        parts("---\nname: x\ndescription: 日本語 \xEF\xBC\xA1\xEF\xBC\xB0\xEF\xBC\xA9\nglobs: "
              "[a/**]\ntriggers: [b, "
              "'(?i)(\\pL|\\pN){50}']\n---\n",
              "日本語 @x", "("),
        parts("---\nname: z\ndescription: d\nactivation: {patterns: ['(a|b|c)*d', '[', '\\K', "
              "'x{1000}{1000}']}\n---\n",
              "abcd", "def f(:"),
    };
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace skillwake;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto text = fuzz::cut_part(rest);
    matcher::Event event;
    event.prompt = fuzz::cut_part(rest);
    event.files.push_back({"src/a.py", "", {rest}});
    event.commands.push_back(rest);
    event.outputs.push_back(event.prompt);
    auto skill = skill::parse_skill(std::string(text), "/s/a/SKILL.md", skill::Scope::User);
    if (skill) {
        auto index = matcher::Index::compile({std::make_shared<const skill::Skill>(*std::move(skill))});
        fuzz::check_judgement({{{std::move(index), {}}}}, event);
    }
    return 0;
}
