#include "client/install/settings_file.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <sys/stat.h>

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;
using testing::TempDir;

unsigned mode_of(const fs::path& path) {
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 07777U;
}

TEST_CASE("A file that is not there is no error, and one that cannot be read is") {
    const TempDir folder;
    const auto none = read_settings(folder.path() / "a");
    REQUIRE(none);
    CHECK_FALSE(*none);
    const auto wrong = read_settings(folder.path());
    REQUIRE(!wrong);
    CHECK(wrong.error().message().starts_with(folder.path().string() + ": "));
}

TEST_CASE("A file is replaced whole, with its mode, and nothing else is left beside it") {
    const TempDir folder;
    const auto file = folder.write("a.json", "old");
    REQUIRE(::chmod(file.c_str(), 0640) == 0);
    REQUIRE(write_settings(file, "new"));
    CHECK(**read_settings(file) == "new");
    CHECK(mode_of(file) == 0640);
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("A new file gets its folders, and the mode that the umask allows") {
    const TempDir folder;
    const auto before = ::umask(027);
    const auto written = write_settings(folder.path() / "x/y/a.json", "new");
    ::umask(before);
    REQUIRE(written);
    CHECK(mode_of(folder.path() / "x/y/a.json") == 0640);
}

TEST_CASE("A symlink stays one, also when it leads nowhere yet") {
    const TempDir folder;
    const auto target = folder.write("dotfiles/a.json", "old");
    fs::create_symlink("dotfiles/a.json", folder.path() / "b.json");
    fs::create_symlink(folder.path() / "b.json", folder.path() / "c.json");
    fs::create_symlink("dotfiles/new.json", folder.path() / "d.json");
    REQUIRE(write_settings(folder.path() / "c.json", "new"));
    REQUIRE(write_settings(folder.path() / "d.json", "made"));
    CHECK(fs::is_symlink(folder.path() / "c.json"));
    CHECK(fs::is_symlink(folder.path() / "d.json"));
    CHECK(**read_settings(target) == "new");
    CHECK(**read_settings(folder.path() / "dotfiles/new.json") == "made");
}

TEST_CASE("What cannot be written is said and leaves the file as it is") {
    const TempDir folder;
    const auto file = folder.write("file", "old");
    const auto wrong = write_settings(file / "a.json", "new");
    REQUIRE(!wrong);
    CHECK(wrong.error().message().find("a.json") != std::string::npos);
    CHECK(**read_settings(file) == "old");
}

TEST_CASE("A backup never replaces another one") {
    const TempDir folder;
    const auto file = folder.path() / "a.json";
    CHECK(backups_of(file).empty());
    CHECK(*back_up(file, "one") == folder.path() / "a.json.skillwake-backup");
    CHECK(*back_up(file, "one") == folder.path() / "a.json.skillwake-backup");
    CHECK(*back_up(file, "two") == folder.path() / "a.json.skillwake-backup-2");
    CHECK(*back_up(file, "one") == folder.path() / "a.json.skillwake-backup");
    CHECK(mode_of(folder.path() / "a.json.skillwake-backup") == 0600);
    const auto backups = backups_of(file);
    REQUIRE(backups.size() == 2);
    CHECK(backups[0].text == "one");
    CHECK(backups[1].text == "two");
}

}  // namespace
}  // namespace skillwake::client
