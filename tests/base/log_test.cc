#include "base/log.h"

#include "tests/support/error_text.h"
#include "tests/support/shared_material.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>
#include <spdlog/logger.h>

#include <filesystem>
#include <string>

namespace skillwake {

TEST_CASE("open_log names the levels when it does not know one") {
    LogOptions options;
    for (const auto* level : {"trace", "debug", "info", "warn", "error", "off"}) {
        CAPTURE(level);
        options.level = level;
        CHECK(open_log(options));
    }
    options.level = "loud";
    const auto log = open_log(options);
    CHECK(testing::error_text(log) == "unknown log level 'loud' (trace, debug, info, warn, error, off)");
    CHECK(log.error().code() == Errc::Invalid);
}

TEST_CASE("a log file holds what its level lets through, at once") {
    const testing::TempDir dir;
    LogOptions options;
    options.file = dir.path() / "logs/skillwaked.log";
    const auto log = open_log(options);
    REQUIRE(log);
    (*log)->info("root loaded skills={}", 3);
    (*log)->debug("not this");
    const auto text = testing::bytes_of(options.file);
    CHECK(text.find(" info root loaded skills=3\n") != std::string::npos);
    CHECK(text.find("not this") == std::string::npos);
}

TEST_CASE("what is logged can neither begin a line nor steer a terminal") {
    const testing::TempDir dir;
    LogOptions options;
    options.file = dir.path() / "log";
    const auto log = open_log(options);
    REQUIRE(log);
    (*log)->info("path={}", "/a\n2026-01-01T00:00:00 error forged\r\x1b[2J\u202e\xff");
    const auto text = testing::bytes_of(options.file);
    CHECK(text.ends_with(" info path=/a 2026-01-01T00:00:00 error forged \\x1b[2J\\u202e\ufffd\n"));
    CHECK(text.find('\n') == text.size() - 1);
}

TEST_CASE("a full log file is rotated, and only so many are kept") {
    const testing::TempDir dir;
    LogOptions options;
    options.file = dir.path() / "log";
    options.max_file_bytes = 1000;
    options.max_files = 2;
    const auto log = open_log(options);
    REQUIRE(log);
    for (int line = 0; line < 100; ++line) {
        (*log)->info("line {} of some length, so that files fill up", line);
    }
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(dir.path())) {
        CHECK(file.file_size() <= options.max_file_bytes);
        ++files;
    }
    CHECK(files == 1 + options.max_files);
}

TEST_CASE("a log file that cannot be opened is an error, not an exception") {
    const testing::TempDir dir;
    LogOptions options;
    options.file = dir.write("plain", "") / "below-a-file";
    const auto log = open_log(options);
    REQUIRE(!log);
    CHECK(log.error().code() == Errc::Io);
}

TEST_CASE("the silent log drops everything") {
    CHECK_FALSE(silent_log()->should_log(spdlog::level::critical));
}

}  // namespace skillwake
