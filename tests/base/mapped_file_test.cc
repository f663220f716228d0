#include "base/mapped_file.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <string>
#include <string_view>

namespace skillwake {
namespace {

std::string_view text_of(const MappedFile& file) {
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

}  // namespace

TEST_CASE("a mapped file, and a copy, has its bytes, also when another one takes its name") {
    const testing::TempDir folder;
    for (const auto open : {MappedFile::open, MappedFile::copy}) {
        const auto path = folder.write("kept", "first");
        const auto file = open(path);
        REQUIRE(file);
        CHECK(text_of(**file) == "first");
        (*file)->set_aside();
        CHECK(text_of(**file) == "first");
        std::filesystem::rename(folder.write("new", "other"), path);
        CHECK(text_of(**file) == "first");
    }
}

TEST_CASE("a copy is its own, whatever is done to the file") {
    const testing::TempDir folder;
    const auto path = folder.write("kept", "first");
    const auto file = MappedFile::copy(path);
    REQUIRE(file);
    (void)folder.write("kept", "");
    CHECK(text_of(**file) == "first");
}

TEST_CASE("what is no regular file, empty, a link or not there gives none, and nothing waits for it") {
    const testing::TempDir folder;
    REQUIRE(::mkfifo((folder.path() / "fifo").c_str(), 0600) == 0);
    std::filesystem::create_symlink(folder.write("kept", "text"), folder.path() / "link");
    (void)folder.write("empty", "");
    for (const auto* name : {"fifo", "link", "empty", "missing", "."}) {
        CAPTURE(name);
        CHECK_FALSE(MappedFile::open(folder.path() / name));
        CHECK_FALSE(MappedFile::copy(folder.path() / name));
    }
}

}  // namespace skillwake
