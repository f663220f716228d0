#include "daemon/http_token.h"

#include "base/file.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <string>
#include <vector>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;
using testing::TempDir;

mode_t mode_of(const fs::path& file) {
    struct stat info {};
    REQUIRE(::stat(file.c_str(), &info) == 0);
    return info.st_mode & 07777U;
}

fs::path token_file(const TempDir& folder, std::string_view text, mode_t mode = 0600) {
    const auto file = folder.write("token", text);
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    return file;
}

TEST_CASE("Where there is no token one is made, private, and used again") {
    const TempDir folder;
    const auto file = folder.path() / "state/deep/token";
    const auto made = http_token(file);
    REQUIRE(made);
    CHECK(made->size() == 64);
    CHECK(made->find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(mode_of(file) == 0600);
    CHECK(mode_of(file.parent_path()) == 0700);
    const auto again = http_token(file);
    REQUIRE(again);
    CHECK(*again == *made);
    const auto other = http_token(folder.path() / "other");
    REQUIRE(other);
    CHECK(*other != *made);
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(file.parent_path())) {
        files += entry.is_regular_file() ? 1 : 0;
    }
    CHECK(files == 1);
}

TEST_CASE("A token of one's own, of the shortest and the longest") {
    for (const std::size_t size : {32U, 1'000U}) {
        const TempDir folder;
        const std::string token(size, 'a');
        const auto read = http_token(token_file(folder, " " + token + "\n", 0400));
        REQUIRE(read);
        CHECK(*read == token);
    }
}

TEST_CASE("A file that holds no token is refused") {
    const std::string good(40, 'a');
    for (const auto& text : std::vector<std::string>{"", "\n", std::string(31, 'a'), std::string(1'001, 'a'),
                                                     good + " " + good, good + "\n" + good, good + "\"",
                                                     good + "\xc3\xa9", std::string(5'000, 'a')}) {
        CAPTURE(text);
        const TempDir folder;
        CHECK_FALSE(http_token(token_file(folder, text)));
    }
    const TempDir folder;
    const auto refused = http_token(token_file(folder, "short"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == Errc::Invalid);
    CHECK(refused.error().message().ends_with(
        "token: expected a token: 32 to 1000 letters, digits and -._~+/="));
    CHECK_FALSE(http_token(folder.path()));  // no file
}

TEST_CASE("A file that others may read is refused") {
    for (const mode_t mode : {0640U, 0604U, 0620U, 0601U}) {
        const TempDir folder;
        const auto refused = http_token(token_file(folder, std::string(40, 'a'), mode));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code() == Errc::Denied);
    }
}

TEST_CASE("A private file is replaced whole") {
    const TempDir folder;
    const auto file = token_file(folder, "a long text of old", 0644);
    REQUIRE(write_private(file, "new\n"));
    CHECK(mode_of(file) == 0600);
    CHECK(*read_file(file, 100) == "new\n");
    CHECK_FALSE(write_private(folder.path() / "none/x", "y"));
}

}  // namespace
}  // namespace skillwake::daemon
