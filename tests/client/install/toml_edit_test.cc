#include "client/install/toml_edit.h"

#include "tests/support/error_text.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

using testing::error_text;

constexpr std::string_view kTable = "servers.ours";
constexpr std::string_view kBlock =
    "# skillwake begin: 'skillwake uninstall' takes these lines out\n"
    "[servers.ours]\n"
    "a = 1\n"
    "# skillwake end\n";

TEST_CASE("The table comes at the end, and goes without a trace") {
    for (const std::string text : {"", "# mine\n", "a = 1\n\n[x]\nb = [\n  1, # ]\n]\n",
                                   "s = '''\n[servers.ours]\n'''\n", "[servers.other]\nours = 1\n"}) {
        CAPTURE(text);
        const auto with = set_toml_table(text, kTable, "a = 1\n");
        REQUIRE(with);
        CHECK(*with == text + (text.empty() ? "" : "\n") + std::string(kBlock));
        CHECK(*set_toml_table(*with, kTable, "a = 1") == *with);
        CHECK(*remove_toml_table(*with, kTable) == text);
        CHECK(*remove_toml_table(text, kTable) == text);
    }
}

TEST_CASE("It keeps its place when it is brought up to date, and line ends stay of one kind") {
    const auto text = "a = 1\n\n" + std::string(kBlock) + "\n[z]\n";
    CHECK(*set_toml_table(text, kTable, "a = 2") ==
          "a = 1\n\n# skillwake begin: 'skillwake uninstall' takes these lines out\n[servers.ours]\na = 2\n# "
          "skillwake end\n\n[z]\n");
    const auto crlf = set_toml_table("a = 1\r\n", kTable, "b = 1");
    REQUIRE(crlf);
    CHECK(crlf->find("\r\n\r\n# skillwake begin") != std::string::npos);
    CHECK(*remove_toml_table(*crlf, kTable) == "a = 1\r\n");
    CHECK(set_toml_table("a = 1", kTable, "b = 1")->starts_with("a = 1\n\n# skillwake"));
}

TEST_CASE("A table of that name which is not ours is left alone, however it is written") {
    for (const std::string text :
         {"[servers.ours]\n", "[ servers . \"ours\" ] # x\n", "[servers.ours.env]\n", "servers.ours = {}\n",
          "[servers]\nours = { command = \"x\" }\n", "[servers]\nours.command = 'x'\n"}) {
        CAPTURE(text);
        const auto with = set_toml_table(text, kTable, "a = 1");
        REQUIRE(!with);
        CHECK(with.error().code() == Errc::Exists);
        CHECK(*remove_toml_table(text, kTable) == text);
    }
}

TEST_CASE("A file that does not end what it begins is refused") {
    CHECK(error_text(set_toml_table("a = 1\nb = \"x\n", kTable, "")) == "line 2: a string does not end");
    CHECK(error_text(set_toml_table("a = '''x\n", kTable, "")) == "line 1: a string does not end");
    CHECK(error_text(set_toml_table("a = [\n1\n", kTable, "")) == "line 1: a bracket does not close");
    CHECK(set_toml_table("a = \"\\\"\" # '\nb = \"\"\"x\"\"\"\"\n", kTable, ""));
    const auto half = std::string(kBlock.substr(0, kBlock.find("# skillwake end")));
    CHECK(error_text(remove_toml_table(half, kTable)).ends_with("is missing"));
}

}  // namespace
}  // namespace skillwake::client
