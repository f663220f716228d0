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
                                       "=NONAME",
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

TEST_CASE("of the names of all variables so many are told as fit") {
    std::vector<std::string> texts;
    for (int number = 1'000; number < 5'000; ++number) {
        texts.push_back("V" + std::to_string(number) + "=x");
    }
    std::vector<const char*> environment;
    for (const auto& text : texts) {
        environment.push_back(text.c_str());
    }
    environment.push_back(nullptr);
    const auto kept = daemon_environment(environment.data());
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].starts_with("SKILLWAKE_VARIABLE_NAMES=V1000:V1001:"));
    CHECK(kept[0].size() < (16U << 10U) + 40);
    CHECK(kept[0].size() > (16U << 10U));
}

TEST_CASE("no environment is an empty one") {
    const char* const empty[] = {nullptr};
    CHECK(daemon_environment(empty).empty());
    CHECK(daemon_environment(nullptr).empty());
}

}  // namespace skillwake::client
