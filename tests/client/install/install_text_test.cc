#include "client/install/shell_words.h"
#include "client/install/text_diff.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

TEST_CASE("A quoted word is read back as it was") {
    for (const std::string word :
         {"/usr/bin/skillwake", "/home/a b/skillwake", "it's", "$HOME", "a\\b", "\"", "", "a;b", "ü"}) {
        CAPTURE(word);
        CHECK(shell_words(shell_quoted(word) + " hook") == std::vector<std::string>{word, "hook"});
    }
    CHECK(shell_quoted("/usr/bin/skillwake") == "/usr/bin/skillwake");
    CHECK(shell_quoted("a b'c") == "'a b'\\''c'");
}

TEST_CASE("Words of a command lose their quotes and backslashes") {
    CHECK(shell_words("  a\t\"b c\"d 'e' f\\ g \"\"") ==
          std::vector<std::string>{"a", "b cd", "e", "f g", ""});
    CHECK(shell_words("a 'b").empty());
    CHECK(shell_words("").empty());
}

TEST_CASE("A diff shows what changes with three lines around it") {
    CHECK(text_diff("a\nb\n", "a\nb\n").empty());
    CHECK(text_diff("", "a\nb\n") == "@@ line 1 @@\n+a\n+b\n");
    CHECK(text_diff("a\n", "") == "@@ line 1 @@\n-a\n");
    CHECK(text_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n") ==
          "@@ line 2 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
    CHECK(text_diff("a\n1\n2\n3\n4\n5\n6\n7\nz\n", "b\n1\n2\n3\n4\n5\n6\n7\ny\n") ==
          "@@ line 1 @@\n-a\n+b\n 1\n 2\n 3\n@@ line 6 @@\n 5\n 6\n 7\n-z\n+y\n");
    CHECK(text_diff("a\nb\nc\n", "a\nx\nb\ny\nc\n") == "@@ line 1 @@\n a\n+x\n b\n+y\n c\n");
}

TEST_CASE("Texts that differ all over are shown as a whole") {
    std::string before;
    std::string after;
    for (int line = 0; line < 3000; ++line) {
        before += "a" + std::to_string(line) + "\n";
        after += "b" + std::to_string(line) + "\n";
    }
    CHECK(text_diff(before, after).size() > before.size() + after.size());
}

}  // namespace
}  // namespace skillwake::client
