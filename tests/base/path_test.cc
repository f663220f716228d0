#include "base/path.h"

#include <doctest/doctest.h>

namespace skillwake {

TEST_CASE("what lies in a folder is told by whole names") {
    CHECK(lies_in("/a/b", "/a/b"));
    CHECK(lies_in("/a/b/c", "/a/b"));
    CHECK(lies_in("/a", "/"));
    CHECK_FALSE(lies_in("/a/bc", "/a/b"));
    CHECK_FALSE(lies_in("/a", "/a/b"));
    CHECK_FALSE(lies_in("a/b", "/a/b"));
}

}  // namespace skillwake
