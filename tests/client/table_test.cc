#include "client/table.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

Table sample() {
    Table table({{"NAME"}, {"N", Align::Right}, {"TEXT"}});
    table.add({"a", "1", "short"});
    table.add({"longer", "123", "a text with many words"});
    return table;
}

}  // namespace

TEST_CASE("a piped table is aligned and never cut") {
    CHECK(sample().text({}) ==
          "NAME      N  TEXT\n"
          "a         1  short\n"
          "longer  123  a text with many words\n");
}

TEST_CASE("a terminal's width cuts the widest column first") {
    CHECK(sample().text({20, false, true}) ==
          "NAME      N  TEXT\n"
          "a         1  short\n"
          "longer  123  a text…\n");
    CHECK(sample().text({35, false, true}) == sample().text({}));
    CHECK(sample().text({1, false, true}) ==
          "NAME    N  TEXT\n"
          "a       1  sho…\n"
          "lon…  123  a t…\n");
}

TEST_CASE("a path loses its begin") {
    Table table({{"PATH", Align::Left, Cut::Begin}});
    table.add({"/home/user/skills"});
    CHECK(table.text({7, false, true}) == "PATH\n…skills\n");
}

TEST_CASE("colours do not disturb the columns, and absent cells leave no spaces") {
    Table table({{"A"}, {"B"}, {"C"}});
    table.add({{"x", Style::Bad}, "", ""});
    table.add({"", "y", ""});
    CHECK(table.text({}) == "A  B  C\nx\n   y\n");
    CHECK(table.text({0, true, true}) ==
          "\x1b[1mA\x1b[0m  \x1b[1mB\x1b[0m  \x1b[1mC\x1b[0m\n\x1b[31mx\x1b[0m\n   y\n");
}

TEST_CASE("cells cannot break out of their table") {
    Table table({{"A"}});
    table.add({"x\n\x1b[1mFAKE"});
    CHECK(table.text({}) == "A\nx \\x1b[1mFAKE\n");
}

TEST_CASE("an indent stands before each line and counts in the width") {
    Table table({{"WORDS"}});
    table.add({"twelve chars"});
    CHECK(table.text({}, 2) == "  WORDS\n  twelve chars\n");
    CHECK(table.text({10, false, true}, 2) == "  WORDS\n  twelve …\n");
}

}  // namespace skillwake::client
