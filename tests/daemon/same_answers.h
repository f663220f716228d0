#pragma once

#include "daemon/root_snapshot.h"
#include "matcher/judge.h"

#include <doctest/doctest.h>

#include <string>

namespace skillwake::testing {

/// What both say to a prompt, to the last digit.
inline void check_same_answers(const daemon::RootSnapshot& a, const daemon::RootSnapshot& b,
                               const std::string& prompt) {
    matcher::Event event;
    event.prompt = prompt;
    const auto judge = [&event](const daemon::RootSnapshot& snapshot) {
        return matcher::judge({{{snapshot.index, {}}}}, event, {}, {}).candidates;
    };
    const auto left = judge(a);
    const auto right = judge(b);
    REQUIRE(left.size() == right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        CHECK(left[i].ref == right[i].ref);
        CHECK(left[i].confidence == right[i].confidence);
    }
}

}  // namespace skillwake::testing
