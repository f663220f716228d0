#include "matcher/word.h"

#include "tests/support/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {
namespace {

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> list;
    for (const auto& word : read_words(text)) {
        list.push_back(word.text);
    }
    return list;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("what a word is") {
    struct Case {
        std::string_view text;
        List words;
    };
    const Case cases[] = {
        {"", {}},
        {" .,;!? ", {}},
        {"format", {"format"}},
        {"rapid API", {"rapid", "api"}},
        {"code review code-review code_review Code/Review",
         {"code", "review", "code", "review", "code", "review", "code", "review"}},
        {"async/await non-blocking", {"async", "await", "non", "blocking"}},
        {"C++ c# F# .NET ASP.NET", {"c++", "c#", "f#", ".net", "asp", "net"}},
        {"(.net) \".net\" x.net", {".net", ".net", "x", "net"}},
        {"c+ c++11 c#.", {"c", "c++", "11", "c#"}},
        {"don't users' 'quoted' don\u2019t", {"dont", "users", "quoted", "dont"}},
        {"python3 3.11 utf8", {"python3", "3", "11", "utf8"}},
        {"snake_case camelCase", {"snake", "case", "camelcase"}},
        {"#hash $5 50% a+b", {"hash", "5", "50", "a", "b"}},
        {"em\u2014dash \u201Cquoted\u201D", {"em", "dash", "quoted"}},
        {"\U0001F600smile\U0001F600", {"smile"}},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(words(text) == expected);
    }
}

TEST_CASE("words are folded to lower case") {
    CHECK(words("ASYNCIO AsyncIO") == List{"asyncio", "asyncio"});
    CHECK(words("ÄÖÜ ÉÀ Ñ") == List{"äöü", "éà", "ñ"});
    CHECK(words("ΑΒΓ ΑΣ") == List{"αβγ", "ασ"});
    CHECK(words("ПРИВЕТ Ёлка") == List{"привет", "ёлка"});
    CHECK(words("ŁÓDŹ Šimon") == List{"łódź", "šimon"});
    CHECK(words("ＡＰＩ１") == List{"api1"});
}

TEST_CASE("runs of CJK characters are cut into pairs of neighbours, a lone one is a word") {
    struct Case {
        std::string_view text;
        List words;
    };
    const Case cases[] = {
        {"日", {"日"}},
        {"日本", {"日本"}},
        {"日本語", {"日本", "本語"}},
        {"日 本", {"日", "本"}},
        {"日本、中国", {"日本", "中国"}},
        {"PDFを読む", {"pdf", "を読", "読む"}},
        {"本pdf本", {"本", "pdf", "本"}},
        {"カタカナ", {"カタ", "タカ", "カナ"}},
        {"한국어 검색", {"한국", "국어", "검색"}},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(words(text) == expected);
    }
}

TEST_CASE("a word says which bytes it was read from") {
    const std::string_view text = " C++, .NET don't 日本語 É!";
    const List expected = {"C++", ".NET", "don't", "日本", "本語", "É"};
    List sources;
    for (const auto& word : read_words(text)) {
        sources.emplace_back(text.substr(word.begin, word.end - word.begin));
    }
    CHECK(sources == expected);
}

TEST_CASE("ill-formed UTF-8 separates words") {
    CHECK(words("a\xFF"
                "b\xE6\x97 c") == List{"a", "b", "c"});
    CHECK(words("\x80\x80\xC3").empty());
}

TEST_CASE("a longer text gives its first words only") {
    CHECK(read_words(testing::repeated("w ", kMaxWords)).size() == kMaxWords);
    CHECK(read_words(testing::repeated("w ", kMaxWords + 1)).size() == kMaxWords);
    CHECK(read_words(testing::repeated("日", kMaxWords + 2)).size() == kMaxWords);
}

}  // namespace skillwake::matcher
