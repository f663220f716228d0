#include "base/column.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace skillwake {
namespace {

using Numbers = std::vector<std::uint32_t>;

Numbers values_of(const Column<std::uint32_t>& column) {
    return {column.begin(), column.end()};
}

}  // namespace

TEST_CASE("a column of its own grows and changes") {
    Column<std::uint32_t> column;
    CHECK(column.empty());
    for (std::uint32_t i = 0; i < 100; ++i) {
        column.push_back(i);
    }
    const std::array<std::uint32_t, 2> more = {7, 8};
    column.append(more.data(), more.data() + more.size());
    column.edit()[0] = 9;
    CHECK(column.size() == 102);
    CHECK(column[0] == 9);
    CHECK(column[99] == 99);
    CHECK(column[101] == 8);
    column.assign(3, 5);
    CHECK(values_of(column) == Numbers{5, 5, 5});
    column.clear();
    CHECK(column.empty());
}

TEST_CASE("copies are their own, also of a part of something larger") {
    auto larger = std::make_shared<const Numbers>(Numbers{1, 2, 3, 4});
    const std::weak_ptr<const Numbers> alive = larger;
    const std::span<const std::uint32_t> part(larger->data() + 1, 2);
    Column<std::uint32_t> kept(part, std::move(larger));
    CHECK(kept.data() == part.data());
    auto copy = kept;
    copy.push_back(5);
    CHECK(values_of(copy) == Numbers{2, 3, 5});
    CHECK(values_of(kept) == Numbers{2, 3});
    REQUIRE_FALSE(alive.expired());
    kept = std::move(copy);
    CHECK(alive.expired());
    CHECK(values_of(kept) == Numbers{2, 3, 5});
}

TEST_CASE("a column that was moved away is empty and can be used again") {
    Column<std::uint32_t> column(Numbers{1, 2});
    const auto* values = column.data();
    const Column<std::uint32_t> other = std::move(column);
    CHECK(other.data() == values);
    CHECK(values_of(other) == Numbers{1, 2});
    column = {};
    column.push_back(3);
    CHECK(values_of(column) == Numbers{3});
}

}  // namespace skillwake
