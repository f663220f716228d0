#include "client/hook_log.h"

#include "base/file.h"
#include "base/text.h"
#include "tests/support/failing_call.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <cerrno>
#include <filesystem>

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    const auto text = read_file(file, 2 * HookLog::kMaxBytes);
    return text ? *text : "(" + text.error().message() + ")";
}

}  // namespace

TEST_CASE("the hook's log lies where state belongs") {
    CHECK(hook_log_file("/state", "/home/a") == "/state/skillwake/hook.log");
    CHECK(hook_log_file(nullptr, "/home/a") == "/home/a/.local/state/skillwake/hook.log");
    CHECK(hook_log_file("", "/home/a") == "/home/a/.local/state/skillwake/hook.log");
    CHECK(hook_log_file("relative", nullptr).empty());
    CHECK(hook_log_file(nullptr, "").empty());
}

TEST_CASE("a line of the log has no control characters and a largest size") {
    const testing::TempDir folder;
    const auto file = folder.path() / "a" / "b" / "hook.log";
    const HookLog log(file.string());
    log.write("one\ntwo\x1b[31m\x7f");
    log.write(std::string(2000, 'x'));
    const auto text = text_of(file);
    const auto lines = split_lines(text);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].ends_with(" one?two?[31m?"));
    CHECK(lines[1].size() == HookLog::kMaxLineBytes - 1);
}

TEST_CASE("the log is moved away before it grows past its limit, and once only") {
    const testing::TempDir folder;
    const auto file = folder.path() / "hook.log";
    const HookLog log(file.string());
    for (const char mark : {'a', 'b'}) {
        folder.write("hook.log", std::string(HookLog::kMaxBytes - 4, mark));
        log.write("next");
        CHECK(text_of(file).ends_with("next\n"));
        CHECK(fs::file_size(file) < 100);
        CHECK(text_of(folder.path() / "hook.log.1") == std::string(HookLog::kMaxBytes - 4, mark));
    }
    folder.write("hook.log", std::string(1000, 'c'));
    log.write("next");
    CHECK(text_of(file).starts_with("ccc"));
}

TEST_CASE("a log that cannot be moved away is written on; one that cannot be looked at is not") {
    const testing::TempDir folder;
    const auto file = folder.write("hook.log", std::string(HookLog::kMaxBytes, 'a'));
    folder.write("hook.log.1/in-the-way", "");
    const HookLog log(file.string());
    log.write("next");
    CHECK(text_of(file).ends_with(" next\n"));
    const testing::FailingCall unknown(testing::Call::Fstat, EIO);
    log.write("unknown");
    CHECK(text_of(file).ends_with(" next\n"));
}

TEST_CASE("what is no file of ours is not written to") {
    const testing::TempDir folder;
    const auto target = folder.write("target", "keep\n");
    const auto link = folder.path() / "link";
    fs::create_symlink(target, link);
    HookLog(link.string()).write("x");
    HookLog(folder.path().string()).write("x");
    HookLog("").write("x");
    HookLog("/dev/full").write("x");
    HookLog("/dev/null/no/hook.log").write("x");
    CHECK(text_of(target) == "keep\n");
}

}  // namespace skillwake::client
