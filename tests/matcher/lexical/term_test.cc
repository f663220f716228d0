#include "matcher/lexical/term.h"

#include "base/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace skillwake::matcher::lexical {

TEST_CASE("the telling words of a text, each in its parts") {
    struct Case {
        std::string_view text;
        std::string_view terms;
    };
    const Case cases[] = {
        {"Review the code, please", "review code"},
        {"code_review code-review code/review", "code review code review code review"},
        {"parseHttpHeader HTTPServer getV2Client", "parse http header http server v 2 client"},
        {"GitHub PostgreSQL", "github postgresql"},
        {"C++, C# and .NET", "c++ c# .net"},
        {"I/O-bound R&D", "io bound rd"},
        {"don't you're it\u2019s", ""},
        {"Python 3.12, Django 5", "python 3 12 django 5"},
        {"Go to sleep", "go sleep"},
        {"a Go service", "golang service"},
        {"\u00DCBERSICHT Stra\u00DFe", "\u00FCbersicht strasse"},
        {"\u975E\u540C\u671F\u51E6\u7406", "\u975E\u540C \u540C\u671F \u671F\u51E6 \u51E6\u7406"},
        {"\uFF30\uFF24\uFF26", "pdf"},
        {"", ""},
    };
    for (const auto& [text, terms] : cases) {
        CAPTURE(text);
        CHECK(join(read_terms(text), " ") == terms);
    }
}

}  // namespace skillwake::matcher::lexical
