#include "daemon/descriptors.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <initializer_list>

namespace skillwake::daemon {
namespace {

TEST_CASE("Clients leave descriptors for the daemon's own work") {
    CHECK(clients_that_fit(10'000, 20'000) == 10'000);
    CHECK(clients_that_fit(10'000, 1'024) == 1'024 - kOwnDescriptors);
    CHECK(clients_that_fit(100, 100 + kOwnDescriptors) == 100);
    CHECK(clients_that_fit(100, 99 + kOwnDescriptors) == 99);
    for (const std::size_t few : {0U, 1U, 64U, 65U}) {
        CHECK(clients_that_fit(100, few) == 1);
    }
}

TEST_CASE("The limit of descriptors is raised as far as it may be") {
    const auto raised = raise_descriptor_limit();
    CHECK(raised >= 256);
    CHECK(raise_descriptor_limit() == raised);
}

}  // namespace
}  // namespace skillwake::daemon
