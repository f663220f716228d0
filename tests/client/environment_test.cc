#include "client/environment.h"

#include <doctest/doctest.h>

namespace skillwake::client {

TEST_CASE("a started daemon gets the user's places and language, and no secrets of the shell") {
    const char* const environment[] = {"HOME=/h",
                                       "AWS_SECRET_ACCESS_KEY=x",
                                       "LC_ALL=C.UTF-8",
                                       "XDG_RUNTIME_DIR=/run",
                                       "SKILLWAKE_SOCKET=/s",
                                       "LISTEN_FDS=1",
                                       "HOMEBREW_PREFIX=/b",
                                       "LD_PRELOAD=/evil.so",
                                       "SKILLWAKE_TOKEN=t",
                                       "XDG_API_KEY=k",
                                       "PATH=/bin",
                                       "USER=u",
                                       "LOGNAME=u",
                                       "LANG=C",
                                       "TMPDIR=/t",
                                       "NOEQUALS",
                                       "SKILLWAKE_VARIABLE_NAMES=OLD",
                                       "A:B=x",
                                       "HOME",
                                       nullptr};
    CHECK(
        daemon_environment(environment) ==
        std::vector<std::string>{"HOME=/h", "LC_ALL=C.UTF-8", "XDG_RUNTIME_DIR=/run", "SKILLWAKE_SOCKET=/s",
                                 "PATH=/bin", "USER=u", "LOGNAME=u", "LANG=C", "TMPDIR=/t",
                                 "SKILLWAKE_VARIABLE_NAMES=HOME:AWS_SECRET_ACCESS_KEY:LC_ALL:XDG_RUNTIME_DIR:"
                                 "SKILLWAKE_SOCKET:LISTEN_FDS:HOMEBREW_PREFIX:LD_PRELOAD:SKILLWAKE_TOKEN:"
                                 "XDG_API_KEY:PATH:USER:LOGNAME:LANG:TMPDIR"});
}

TEST_CASE("no environment is an empty one") {
    const char* const empty[] = {nullptr};
    CHECK(daemon_environment(empty).empty());
    CHECK(daemon_environment(nullptr).empty());
}

}  // namespace skillwake::client
