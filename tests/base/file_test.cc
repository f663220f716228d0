#include "base/file.h"

#include "base/file_descriptor.h"
#include "tests/support/error_text.h"
#include "tests/support/failing_call.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <string>

namespace skillwake {
namespace {

using testing::error_text;
using testing::TempDir;

constexpr std::size_t kPlenty = 1U << 20U;

/// What a file that could not be read is: its kind, or "read".
std::string outcome(const Result<std::string>& read) {
    if (read) {
        return "read";
    }
    switch (read.error().code()) {
        case Errc::Invalid:
            return "invalid";
        case Errc::NotFound:
            return "not found";
        case Errc::TooLarge:
            return "too large";
        case Errc::Denied:
            return "denied";
        default:
            return "other: " + read.error().message();
    }
}

/// Root may read everything: be nobody for as long as this lives.
class Unprivileged {
public:
    Unprivileged() : was_(::geteuid()) {
        constexpr uid_t kNobody = 65534;
        if (was_ == 0) {
            changed_ = ::seteuid(kNobody) == 0;
        }
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;
    ~Unprivileged() {
        if (changed_) {
            (void)(::seteuid(was_) == 0);
        }
    }

private:
    uid_t was_;
    bool changed_ = false;
};

}  // namespace

TEST_CASE("read_file gives the bytes as they are") {
    const TempDir dir;
    const std::string bytes("\0\r\n\xFF text \x1A", 11);
    const auto read = read_file(dir.write("a/b/any.bin", bytes), kPlenty);
    REQUIRE(read);
    CHECK(*read == bytes);
    CHECK(*read_file(dir.write("empty", ""), kPlenty) == "");
}

TEST_CASE("read_file reads a file at the limit and refuses one past it") {
    const TempDir dir;
    for (const std::size_t limit : {0UL, 1UL, 4096UL, 100000UL}) {
        CAPTURE(limit);
        const auto at = read_file(dir.write("at", std::string(limit, 'x')), limit);
        REQUIRE(at);
        CHECK(at->size() == limit);
        const auto past = read_file(dir.write("past", std::string(limit + 1, 'x')), limit);
        CHECK(outcome(past) == "too large");
        CHECK(error_text(past) == "file is larger than the limit of " + std::to_string(limit) + " bytes");
    }
}

TEST_CASE("read_file believes what it reads, not the size that the file claims") {
    const std::filesystem::path claims_to_be_empty = "/proc/self/status";
    if (!std::filesystem::exists(claims_to_be_empty)) {
        MESSAGE("skipped: no /proc here");
        return;
    }
    for (const std::size_t limit : {kPlenty, std::numeric_limits<std::size_t>::max()}) {
        const auto whole = read_file(claims_to_be_empty, limit);
        REQUIRE(whole);
        CHECK(whole->starts_with("Name:"));
        CHECK(whole->size() > 100);
    }
    CHECK(outcome(read_file(claims_to_be_empty, 100)) == "too large");
}

TEST_CASE("read_file refuses what is no regular file, and does not hang on it") {
    const TempDir dir;
    const auto fifo = dir.path() / "fifo";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    const auto listener = dir.path() / "socket";
    const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(listener.native().size() < sizeof address.sun_path);
    std::strcpy(address.sun_path, listener.c_str());
    REQUIRE(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);

    for (const auto& place : {fifo, listener, dir.path(), std::filesystem::path("/dev/null")}) {
        CAPTURE(place);
        const auto read = read_file(place, kPlenty);
        CHECK(outcome(read) == "invalid");
        CHECK(error_text(read) == "not a regular file");
    }
}

TEST_CASE("read_file says what the system says, without the path") {
    const TempDir dir;
    const auto file = dir.write("plain", "text");
    CHECK(error_text(read_file(dir.path() / "none", kPlenty)) == "no such file or directory");
    CHECK(outcome(read_file(dir.path() / "none", kPlenty)) == "not found");
    CHECK(outcome(read_file(file / "below-a-file", kPlenty)) == "not found");

    REQUIRE(::chmod(file.c_str(), 0) == 0);
    const Unprivileged nobody;
    const auto unreadable = read_file(file, kPlenty);
    CHECK(outcome(unreadable) == "denied");
    CHECK(error_text(unreadable) == "permission denied");
}

TEST_CASE("a read that is interrupted goes on, and one that fails is told") {
    const TempDir dir;
    const auto file = dir.write("file", "text");
    {
        const testing::FailingCall interrupted(testing::Call::Read, EINTR, 0, 3);
        CHECK(*read_file(file, kPlenty) == "text");
    }
    {
        const testing::FailingCall broken(testing::Call::Read, EIO, 1);
        CHECK(error_text(read_file(file, kPlenty)) == "input/output error");
    }
    const testing::FailingCall unknown(testing::Call::Fstat, EIO);
    CHECK(error_text(read_file(file, kPlenty)) == "input/output error");
}

TEST_CASE("a descriptor is closed once, by whoever has it last") {
    const TempDir dir;
    const auto open = [&] { return FileDescriptor(::open(dir.path().c_str(), O_RDONLY)); };
    const auto is_open = [](int number) { return ::fcntl(number, F_GETFD) != -1; };
    auto first = open();
    auto second = open();
    const int kept = first.get();
    const int closed = second.get();
    second = std::move(first);
    CHECK(second.get() == kept);
    CHECK_FALSE(is_open(closed));
    auto& same = second;
    second = std::move(same);
    CHECK(is_open(kept));
}

TEST_CASE("read_file_inside stays in its folder") {
    const TempDir dir;
    const auto folder = dir.path() / "skill";
    dir.write("secret", "secret");
    dir.write("skill-evil/file", "secret");
    dir.write("skill/SKILL.md", "body");
    dir.write("skill/docs/a.md", "a");
    std::filesystem::create_symlink("docs/a.md", folder / "link-in");
    std::filesystem::create_symlink("docs", folder / "docs-link");
    std::filesystem::create_symlink("../secret", folder / "link-out");
    std::filesystem::create_symlink("..", folder / "up");
    std::filesystem::create_symlink("../skill-evil", folder / "neighbour");
    std::filesystem::create_symlink("link-out", folder / "link-to-link-out");
    std::filesystem::create_symlink("loop", folder / "loop");
    std::filesystem::create_symlink("nowhere", folder / "dangling");

    struct Row {
        std::string name;
        std::string expected;
    };
    for (const auto& [name, expected] : {
             Row{"SKILL.md", "read"},
             Row{"./docs//a.md", "read"},
             Row{"docs-link/a.md", "read"},
             Row{"link-in", "read"},
             Row{"docs/../SKILL.md", "denied"},
             Row{"..", "denied"},
             Row{"../secret", "denied"},
             Row{"docs/../../secret", "denied"},
             Row{"up/secret", "denied"},
             Row{"link-out", "denied"},
             Row{"link-to-link-out", "denied"},
             Row{"neighbour/file", "denied"},
             Row{(dir.path() / "secret").string(), "denied"},
             Row{(folder / "SKILL.md").string(), "denied"},
             Row{"loop", "denied"},
             Row{"", "denied"},
             Row{"dangling", "not found"},
             Row{"none", "not found"},
             Row{"..SKILL.md", "not found"},  // a name like any other
             Row{"SKILL.md/", "not found"},
             Row{std::string("SKILL.md\0.png", 13), "invalid"},
             Row{".", "invalid"},
             Row{"docs", "invalid"},
         }) {
        CAPTURE(name);
        CHECK(outcome(read_file_inside(folder, name, kPlenty)) == expected);
    }
    CHECK(error_text(read_file_inside(folder, "../secret", kPlenty)) == "path leads out of its folder");
}

TEST_CASE("read_file_inside follows a folder that is itself a link, and holds the limit") {
    const TempDir dir;
    dir.write("real/file", "12345");
    std::filesystem::create_directory_symlink("real", dir.path() / "link");
    CHECK(*read_file_inside(dir.path() / "link", "file", 5) == "12345");
    CHECK(*read_file_inside(dir.path() / "real/", "file", 5) == "12345");
    CHECK(outcome(read_file_inside(dir.path() / "link", "file", 4)) == "too large");
    CHECK(outcome(read_file_inside(dir.path() / "gone", "file", 5)) == "not found");
}

TEST_CASE("a file that is written in place while it is read is read again") {
    const TempDir folder;
    const auto file = folder.write("f", "first version\n");
    const auto write = [&](std::string_view text, timespec modified) {
        const FileDescriptor out(::open(file.c_str(), O_WRONLY | O_TRUNC));
        REQUIRE(::write(out.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
        const timespec times[] = {modified, modified};
        REQUIRE(::futimens(out.get(), times) == 0);
    };
    write("first version\n", {1'000, 7});
    SUBCASE("as another size tells") {
        const testing::FailingCall meanwhile(
            testing::Call::Read,
            [&] {
                write("the second\n", {1'000, 7});
            },
            1);
        CHECK(*read_file(file, kPlenty) == "the second\n");
    }
    SUBCASE("as its time tells, by the second") {
        const testing::FailingCall meanwhile(
            testing::Call::Read,
            [&] {
                write("other version\n", {1'001, 7});
            },
            1);
        CHECK(*read_file(file, kPlenty) == "other version\n");
    }
    SUBCASE("as its time tells, by the nanosecond") {
        const testing::FailingCall meanwhile(
            testing::Call::Read,
            [&] {
                write("other version\n", {1'000, 8});
            },
            1);
        CHECK(*read_file(file, kPlenty) == "other version\n");
    }
    SUBCASE("and refused when it goes on changing") {
        long nanoseconds = 8;
        const testing::FailingCall meanwhile(
            testing::Call::Read,
            [&] {
                write("other version\n", {1'000, ++nanoseconds});
            },
            0, 1'000);
        const auto read = read_file(file, kPlenty);
        REQUIRE(!read);
        CHECK(read.error().code() == Errc::Unavailable);
        CHECK(read.error().message() == "file changes while it is read");
    }
    SUBCASE("and refused when it cannot be looked at again, or has become too large") {
        {
            const testing::FailingCall unknown(testing::Call::Fstat, EIO, 1);
            CHECK(outcome(read_file(file, kPlenty)) == outcome(system_error(EIO)));
        }
        const testing::FailingCall meanwhile(
            testing::Call::Read,
            [&] {
                write("first version, and more\n", {1'000, 7});
            },
            1);
        CHECK(outcome(read_file(file, 14)) == "too large");
    }
}

}  // namespace skillwake
