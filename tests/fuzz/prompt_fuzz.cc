#include "matcher/prompt_reading.h"
#include "tests/fuzz/fuzz.h"

#include <string_view>

/// Any prompt: its regions cover it, its words and mentions lie inside of it and in order.
namespace skillwake::fuzz {
namespace {

using namespace matcher;

void check_regions(const PromptReading& reading) {
    std::size_t at = 0;
    for (const auto& span : reading.regions) {
        require(span.begin == at && span.end > span.begin);
        at = span.end;
    }
    require(at == reading.prompt.size());
    require(reading.prose.size() == reading.prompt.size());
}

void check_words(const PromptReading& reading) {
    require(reading.words.size() == reading.places.size());
    std::uint32_t begin = 0;
    std::uint32_t sentence = 0;
    for (std::size_t i = 0; i < reading.words.size(); ++i) {
        const auto& word = reading.words[i];
        require(!word.text.empty() && word.begin >= begin && word.end > word.begin);
        require(word.end <= reading.prompt.size());
        require(reading.places[i].sentence >= sentence);
        require(reading.places[i].region == reading.region_at(word.begin));
        begin = word.begin;
        sentence = reading.places[i].sentence;
    }
}

void check_mentions(const PromptReading& reading) {
    require(reading.mentions.size() <= 2 * kMaxMentions);  // of either sign
    for (const auto& mention : reading.mentions) {
        require(reading.prompt[mention.begin] == mention.sign);
        require(mention.end - mention.begin == mention.name.size() + 1);
        require(reading.region_at(mention.begin) != Region::FencedCode);
        require(reading.region_at(mention.begin) != Region::Reminder);
    }
}

}  // namespace

std::vector<std::string> seeds() {
    return {
        "Use @pdf and @tools:csv, not me@x.org or @scope/pkg; don't use \"that\" `@code` C++ .NET c#.",
        "by #style and #a-b:c, not C# or issue #12",
        "see src/a.py, ./b and https://x.org/@y.\n```python\nawait x @z\n```\n~~~\nnever closed",
        "<system-reminder>@a</system-reminder>\nTraceback (most recent call last):\n  File \"a.py\", line "
        "1\nValueError: x\n",
        "diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b\n2024-05-01 12:00:03 INFO: y\n",
        "日本語@pdf、「引用」。\u201Cquote\u201D don\u2019t ÄÖÜ ＡＰＩ \xFF\xE6\x97",
        "without it, instead of that: no threads. never use asyncio (please)",
    };
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace skillwake;
    const auto reading = matcher::read_prompt({reinterpret_cast<const char*>(data), size});
    fuzz::check_regions(reading);
    fuzz::check_words(reading);
    fuzz::check_mentions(reading);
    return 0;
}
