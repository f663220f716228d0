#include "protocol/socket_path.h"

#include "tests/support/error_text.h"

#include <doctest/doctest.h>

#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::protocol {
namespace {

/// Sets one environment variable, or takes it away, for as long as this lives.
class Variable {
public:
    Variable(const char* name, const std::optional<std::string>& value) : name_(name) {
        if (const char* before = std::getenv(name); before != nullptr) {  // NOLINT(concurrency-mt-unsafe)
            before_ = before;
        }
        set(value);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { set(before_); }

private:
    void set(const std::optional<std::string>& value) {
        value ? ::setenv(name_, value->c_str(), 1) : ::unsetenv(name_);  // NOLINT(concurrency-mt-unsafe)
    }

    const char* name_;
    std::optional<std::string> before_;
};

std::string own_folder_in_tmp() {
    return "/tmp/skillwake-" + std::to_string(::getuid()) + "/skillwake.sock";
}

}  // namespace

TEST_CASE("daemon and clients meet where the user says, else the environment, else in a folder of the user") {
    struct Row {
        std::string chosen;
        std::optional<std::string> named;
        std::optional<std::string> runtime;
        std::string path;
    };
    for (const auto& [chosen, named, runtime, path] : std::vector<Row>{
             {"/c/s", "/n/s", "/run/user/7", "/c/s"},
             {"relative.sock", "/n/s", "/run/user/7", "relative.sock"},
             {"", "/n/s", "/run/user/7", "/n/s"},
             {"", {}, "/run/user/7", "/run/user/7/skillwake/skillwake.sock"},
             {"", "", "/run/user/7", "/run/user/7/skillwake/skillwake.sock"},
             {"", {}, {}, own_folder_in_tmp()},
             {"", "", "", own_folder_in_tmp()},
         }) {
        CAPTURE(path);
        const Variable socket("SKILLWAKE_SOCKET", named);
        const Variable runtime_dir("XDG_RUNTIME_DIR", runtime);
        const auto found = socket_path(chosen);
        REQUIRE(found);
        CHECK(*found == path);
    }
}

TEST_CASE("a socket path may be as long as the system's address holds, and not one byte longer") {
    CHECK(kMaxSocketPathBytes + 1 == sizeof(sockaddr_un::sun_path));
    const std::string longest = "/" + std::string(106, 's');
    REQUIRE(longest.size() == 107);
    CHECK(*socket_path(longest) == longest);

    const auto longer = longest + "s";
    const auto refusal =
        "socket path is longer than 107 bytes: choose a shorter one with --socket or $SKILLWAKE_SOCKET";
    CHECK(testing::error_text(socket_path(longer)) == refusal);
    CHECK(socket_path(longer).error().code() == Errc::TooLarge);
    const Variable socket("SKILLWAKE_SOCKET", longer);
    CHECK(testing::error_text(socket_path("")) == refusal);
}

TEST_CASE("a socket path with a NUL is refused: it would meet another file") {
    const auto path = socket_path(std::string("/tmp/a\0b", 8));
    CHECK(testing::error_text(path) == "socket path holds a NUL byte");
    CHECK(path.error().code() == Errc::Invalid);
}

}  // namespace skillwake::protocol
