#include "matcher/workspace_glob.h"

#include <doctest/doctest.h>

#include <string_view>

namespace skillwake::matcher {
namespace {

bool holds(std::string_view pattern, std::string_view folder, std::string_view project = "/home/me/repo") {
    const auto glob = WorkspaceGlob::compile(pattern);
    REQUIRE(glob);
    return glob->matches(folder, project);
}

}  // namespace

TEST_CASE("a workspace glob holds for the folder and all below it, however it ends, in any case") {
    for (const std::string_view pattern : {"infra", "infra/", "infra/**", "Infra", " infra ", "infra/**/"}) {
        CAPTURE(pattern);
        CHECK(holds(pattern, "/home/me/repo/infra"));
        CHECK(holds(pattern, "/home/me/repo/INFRA/aws/eu"));
        CHECK_FALSE(holds(pattern, "/home/me/repo"));
        CHECK_FALSE(holds(pattern, "/home/me/repo/app/infra"));
        CHECK_FALSE(holds(pattern, "/home/me/repo/infrared"));
    }
}

TEST_CASE("a workspace glob with '/' or a star at its start is tried on the absolute path") {
    CHECK(holds("/srv/code", "/srv/code/x", "/srv/code/x"));
    CHECK_FALSE(holds("/home/me/repo/infra", "/home/me/repo/app"));
    CHECK(holds("**/infra", "/home/me/repo/app/infra/eu"));
    CHECK(holds("**/infra", "/srv/infra", ""));
    CHECK(holds("services/*", "/home/me/repo/services/api/v2"));
    CHECK_FALSE(holds("services/*", "/home/me/repo/services"));
}

TEST_CASE("without a project only the absolute path tells; a folder beside it is none of it") {
    CHECK_FALSE(holds("infra", "/home/me/repo/infra", ""));
    CHECK_FALSE(holds("x", "/home/me/repo2/x"));
    CHECK_FALSE(holds("x", "", ""));
}

TEST_CASE("a workspace glob that is none is refused") {
    CHECK_FALSE(WorkspaceGlob::compile("[a"));
}

}  // namespace skillwake::matcher
