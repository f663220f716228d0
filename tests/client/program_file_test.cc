#include "client/program_file.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;

fs::path make_program(const testing::TempDir& folder, const std::string& name) {
    fs::create_directories((folder.path() / name).parent_path());
    const auto file = folder.write(name, "#!/bin/sh\n");
    fs::permissions(file, fs::perms::owner_all);
    return file;
}

}  // namespace

TEST_CASE("skillwaked is taken from beside us, else from the build tree, else from PATH") {
    const testing::TempDir folder;
    const auto own = folder.path() / "client";
    const auto search = "relative::" + (folder.path() / "bin").string();
    CHECK_FALSE(find_daemon(own, search));
    const auto on_path = make_program(folder, "bin/skillwaked");
    CHECK(find_daemon(own, search) == on_path);
    CHECK(find_daemon({}, search) == on_path);
    const auto built = make_program(folder, "daemon/skillwaked");
    CHECK(find_daemon(own, search) == built);
    const auto beside = make_program(folder, "client/skillwaked");
    CHECK(find_daemon(own, search) == beside);
}

TEST_CASE("a folder, or a file that cannot be run, is no program") {
    const testing::TempDir folder;
    fs::create_directories(folder.path() / "skillwaked");
    fs::create_directories(folder.path() / "daemon");
    folder.write("daemon/skillwaked", "text");
    fs::permissions(folder.path() / "daemon/skillwaked", fs::perms::owner_read);
    CHECK_FALSE(find_daemon(folder.path(), (folder.path() / "daemon").string()));
}

TEST_CASE("own_folder is where this program lies") {
    CHECK(fs::is_directory(own_folder(nullptr)));
}

}  // namespace skillwake::client
