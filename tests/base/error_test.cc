#include "base/error.h"

#include <doctest/doctest.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

namespace skillwake {

TEST_CASE("Error::context tells the same error from further out") {
    auto error = Error(Errc::Denied, "permission denied").context("SKILL.md").context("root /s");
    CHECK(error.message() == "root /s: SKILL.md: permission denied");
    CHECK(error.code() == Errc::Denied);
}

TEST_CASE("an error keeps the names that may help, however far out it is told") {
    CHECK(Error(Errc::NotFound, "no skill").names().empty());
    const auto error = Error(Errc::NotFound, "no skill").with_names({"a", "b"}).context("params.name");
    CHECK(error.names() == std::vector<std::string>{"a", "b"});
    CHECK(error.code() == Errc::NotFound);
}

TEST_CASE("system_error gives the kind that a caller may act upon") {
    struct Row {
        int number;
        Errc code;
    };
    for (const auto& [number, code] :
         {Row{ENOENT, Errc::NotFound}, Row{ENOTDIR, Errc::NotFound}, Row{EACCES, Errc::Denied},
          Row{EPERM, Errc::Denied}, Row{ELOOP, Errc::Denied}, Row{ECONNREFUSED, Errc::Unavailable},
          Row{ECONNRESET, Errc::Unavailable}, Row{EPIPE, Errc::Unavailable}, Row{EAGAIN, Errc::Unavailable},
          Row{ETIMEDOUT, Errc::Unavailable}, Row{EIO, Errc::Io}, Row{ENOSPC, Errc::Io},
          Row{EMFILE, Errc::Io}}) {
        CAPTURE(number);
        CHECK(system_error(number).code() == code);
    }
}

TEST_CASE("system_error says it in the system's words, lower case and without a full stop") {
    CHECK(system_error(ENOENT).message() == "no such file or directory");
    CHECK(system_error(EACCES).message() == "permission denied");
}

}  // namespace skillwake
