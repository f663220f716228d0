#include "base/result.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

namespace skillwake {
namespace {

Result<std::string> name_or_error(bool works) {
    if (!works) {
        return Error(Errc::NotFound, "no such name");
    }
    return std::string("skill");
}

}  // namespace

TEST_CASE("Result holds a value, or the reason why there is none") {
    const auto name = name_or_error(true);
    REQUIRE(name);
    CHECK(*name == "skill");
    CHECK(name->size() == 5);

    const auto failed = name_or_error(false);
    REQUIRE(!failed);
    CHECK(failed.error().code() == Errc::NotFound);
    CHECK(failed.error().message() == "no such name");
}

TEST_CASE("Result gives away what can only be moved") {
    Result<std::unique_ptr<int>> held(std::make_unique<int>(7));
    const auto taken = *std::move(held);
    CHECK(*taken == 7);
}

TEST_CASE("Result's error can be moved out and told from further out") {
    auto failed = name_or_error(false);
    CHECK(std::move(failed).error().context("params.name").message() == "params.name: no such name");
}

TEST_CASE("Status is either done or an error") {
    CHECK(Status(Ok{}));
    CHECK(!Status(Error(Errc::Io, "disk full")));
}

}  // namespace skillwake
