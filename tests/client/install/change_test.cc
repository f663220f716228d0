#include "client/install/change.h"

#include "client/install/settings_file.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;
using testing::TempDir;

const HooksEntry kHooks{{{"Start", ""}}, "/b/skillwake hook --host h", 5, false};
const JsonEntry kServer{{"servers", "skillwake"}, R"({"command":"/b/skillwake"})"};

void install(const HostFile& file) {
    const auto change = plan_install(file);
    REQUIRE(change);
    REQUIRE(carry_out(*change));
}

void uninstall(const HostFile& file) {
    const auto change = plan_uninstall(file);
    REQUIRE(change);
    REQUIRE(carry_out(*change));
}

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

TEST_CASE("An uninstall gives back byte for byte what was there before, whatever its layout") {
    for (const std::string text :
         {"", "{}", "{ }", "{\n\n}\n", "{\"a\":1}", "{\"hooks\":{}}", "{\"hooks\":{\"Start\":[]},}",
          "// only a comment", "\xef\xbb\xbf{\r\n}"}) {
        CAPTURE(text);
        const TempDir folder;
        const auto file = folder.write("s.json", text);
        for (const auto& entries : {std::vector<Entry>{kHooks}, std::vector<Entry>{kHooks, kServer}}) {
            install({file, entries});
            CHECK(**read_settings(file) != text);
            CHECK_FALSE(plan_install({file, entries})->is_needed());
            uninstall({file, {kHooks, kServer}});
            CHECK(**read_settings(file) == text);
            CHECK(files_in(folder.path()) == 1);
        }
    }
}

TEST_CASE("A file that an install made goes with it, unless somebody wrote something into it") {
    const TempDir folder;
    const HostFile file{folder.path() / "s.json", {kHooks}};
    CHECK_FALSE(plan_uninstall(file)->is_needed());
    install(file);
    CHECK(files_in(folder.path()) == 1);
    uninstall(file);
    CHECK(files_in(folder.path()) == 0);
    install(file);
    REQUIRE(write_settings(file.file, *set_value(**read_settings(file.file), {"model"}, "\"x\"")));
    uninstall(file);
    CHECK(**read_settings(file.file) == "{\n  \"model\": \"x\"\n}\n");
}

TEST_CASE("What changed after the install stays, and both versions are kept") {
    const TempDir folder;
    const auto file = folder.write("s.json", "{\"a\":1}");
    install({file, {kHooks}});
    REQUIRE(write_settings(file, *set_value(**read_settings(file), {"b"}, "2")));
    uninstall({file, {kHooks}});
    CHECK(**read_settings(file) == "{\"a\":1,\n  \"b\": 2\n}");
    CHECK(backups_of(file).size() == 2);
}

TEST_CASE("A file that cannot be read stays as it is") {
    const TempDir folder;
    const auto file = folder.write("s.json", "{ nonsense");
    const auto change = plan_install({file, {kHooks}});
    REQUIRE(!change);
    CHECK(change.error().message() == file.string() + ": line 1: expected a name in \"\"");
    CHECK(!plan_uninstall({file, {kHooks}}));
    CHECK(!installed_state({file, {kHooks}}));
    CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("A file that somebody changed in between is not written") {
    const TempDir folder;
    const auto file = folder.write("s.json", "{}");
    const auto change = plan_install({file, {kHooks}});
    REQUIRE(change);
    folder.write("s.json", "{\"new\": 1}");
    const auto done = carry_out(*change);
    REQUIRE(!done);
    CHECK(done.error().code() == Errc::Unavailable);
    CHECK(**read_settings(file) == "{\"new\": 1}");
}

TEST_CASE("It is seen how much is installed") {
    const TempDir folder;
    const auto file = folder.write("s.json", "{}");
    CHECK(*installed_state({file, {kHooks}}) == Installed::No);
    install({file, {kHooks}});
    CHECK(*installed_state({file, {kHooks}}) == Installed::Yes);
    CHECK(*installed_state({file, {kHooks, kServer}}) == Installed::Partly);
    auto moved = kHooks;
    moved.command = "/c/skillwake hook --host h";
    CHECK(*installed_state({file, {moved}}) == Installed::Partly);
    CHECK(*installed_state({folder.path() / "none", {kHooks}}) == Installed::No);
}

}  // namespace
}  // namespace skillwake::client
