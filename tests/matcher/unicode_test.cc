#include "matcher/unicode.h"

#include "base/utf8.h"
#include "matcher/word.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace skillwake::matcher {
namespace {

std::string shown(std::string_view text) {
    std::string words;
    for (const auto& word : read_words(text)) {
        words += (words.empty() ? "" : "|") + word.text;
    }
    return words;
}

}  // namespace

TEST_CASE("words compare without regard to case, composition and width") {
    CHECK(fold_word("ASYNCIO") == "asyncio");
    CHECK(fold_word("\u00DCBERSICHT") == "\u00FCbersicht");
    CHECK(fold_word("Stra\u00DFe") == "strasse");
    CHECK(fold_word("caf\u00E9") == fold_word("cafe\u0301"));
    CHECK(fold_word("\u0410\u0421\u0418\u041D\u041A") == "\u0430\u0441\u0438\u043D\u043A");
    CHECK(fold_word("\uFF30\uFF24\uFF26\uFF12") == "pdf2");
    CHECK(fold_word("\uFE0F").empty());
    CHECK(fold_word("bad\xFF") == "bad\uFFFD");
}

TEST_CASE("what stands between words is no part of them, in any script") {
    CHECK(shown("na\u00EFve caf\u00E9\u2014\u00FCber") == "na\u00EFve|caf\u00E9|\u00FCber");
    CHECK(shown("cafe\u0301 x") == "caf\u00E9|x");
    CHECK(shown("\u26A0\uFE0F stop \U0001F600ok") == "stop|ok");
    CHECK(shown("\u0939\u093F\u0928\u094D\u0926\u0940 \u2026") == "\u0939\u093F\u0928\u094D\u0926\u0940");
    CHECK(shown("\uBE44\uB3D9\uAE30\uB85C") == "\uBE44\uB3D9|\uB3D9\uAE30|\uAE30\uB85C");
    CHECK(shown("\u975E\u540C\u671F") == "\u975E\u540C|\u540C\u671F");
}

TEST_CASE("the spans of folded words are those of the text as it stands") {
    const auto words = read_words("x Cafe\u0301!");
    REQUIRE(words.size() == 2);
    CHECK(words[1].begin == 2);
    CHECK(words[1].end == 8);
}

TEST_CASE("each case folding of the Unicode Standard makes two words equal") {
    const auto file = testing::shared_material("unicode/CaseFolding.txt");
    if (!file) {
        return;
    }
    std::ifstream lines(*file);
    std::string line;
    std::size_t checked = 0;
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        std::uint32_t code = 0;
        std::string semicolon;
        std::string status;
        if (line.empty() || line[0] == '#' || !(fields >> std::hex >> code >> semicolon >> status) ||
            (status != "C;" && status != "F;")) {
            continue;
        }
        std::string upper;
        append_utf8(upper, code);
        std::string lower;
        for (std::string part; fields >> part && part != "#";) {
            append_utf8(lower, static_cast<char32_t>(std::stoul(part, nullptr, 16)));
        }
        CAPTURE(line);
        CHECK(fold_word(upper) == fold_word(lower));
        ++checked;
    }
    MESSAGE(checked << " foldings");
    CHECK(checked > 1000);
}

}  // namespace skillwake::matcher
