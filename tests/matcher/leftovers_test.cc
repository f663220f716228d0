#include "matcher/leftovers.h"

#include <doctest/doctest.h>

#include <memory>
#include <utility>

namespace skillwake::matcher {

TEST_CASE("leftovers are given back with their holder, and not before") {
    const auto first = std::make_shared<int>(1);
    const auto second = std::make_shared<int>(2);
    Leftovers all;
    CHECK(all.empty());
    {
        Leftovers some;
        some.add(std::make_unique<std::shared_ptr<int>>(first));  // what can only be moved, too
        some.add(second);
        all.add(std::move(some));
    }
    CHECK_FALSE(all.empty());
    CHECK(first.use_count() == 2);
    CHECK(second.use_count() == 2);
    all = {};
    CHECK(first.use_count() == 1);
    CHECK(second.use_count() == 1);
}

}  // namespace skillwake::matcher
