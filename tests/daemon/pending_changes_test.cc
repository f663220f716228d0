#include "daemon/pending_changes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace skillwake::daemon {
namespace {

using Time = PendingChanges::Time;

TEST_CASE("one edit is read almost at once") {
    PendingChanges pending;
    CHECK_FALSE(pending.any());
    pending.touch("/r/a", "SKILL.md", Time(1'000));
    CHECK(pending.any());
    CHECK(pending.wait(Time(1'000)) == PendingChanges::kLeastQuiet);
    CHECK(pending.wait(Time(1'002)) <= Time(0));
    pending.touch("/r/a", "x", Time(1'001));
    const auto changes = pending.take();
    CHECK_FALSE(changes.whole);
    CHECK(changes.touched == skill::Touched{{"/r/a", {"SKILL.md", "x"}}});
    CHECK_FALSE(pending.any());
}

TEST_CASE("of many changes the end is waited for, but not for ever") {
    PendingChanges pending;
    Time now(5'000);
    const Time first = now;
    Time longest(0);
    pending.touch("/r", "0", now);
    while (pending.wait(now) > Time(0)) {
        longest = std::max(longest, pending.wait(now));
        now += Time(1);
        pending.touch("/r", std::to_string(now.count()), now);
    }
    CHECK(now - first == PendingChanges::kPatience);
    CHECK(longest == PendingChanges::kMostQuiet);
}

TEST_CASE("what is taken and not served is waited for like what is pending") {
    PendingChanges pending;
    pending.touch("/r", "0", Time(0));
    for (int i = 1; i <= 800; ++i) {
        pending.touch("/r", std::to_string(i), Time(i));
    }
    CHECK(pending.names() == 801);
    pending.take();
    CHECK(pending.names() == 0);
    CHECK(pending.wait(Time(800)) == PendingChanges::kMostQuiet);
    pending.touch("/r", "later", Time(810));
    CHECK(pending.wait(Time(810)) == PendingChanges::kMostQuiet);
    CHECK_FALSE(pending.is_overdue(PendingChanges::kPatience - Time(1)));
    CHECK(pending.is_overdue(PendingChanges::kPatience));
    SUBCASE("what comes behind what is served begins anew") {
        pending.take();
        pending.served();
        pending.touch("/r", "x", Time(5'000));
        CHECK(pending.wait(Time(5'000)) == PendingChanges::kLeastQuiet);
    }
    SUBCASE("what came before it is served, too") {
        pending.served();
        CHECK(pending.wait(Time(810)) == PendingChanges::kLeastQuiet);
        CHECK(pending.is_overdue(Time(810) + PendingChanges::kPatience));
        CHECK_FALSE(pending.is_overdue(Time(809) + PendingChanges::kPatience));
    }
}

TEST_CASE("too many names are a whole scan") {
    PendingChanges pending;
    for (std::size_t i = 0; i < PendingChanges::kMaxNames; ++i) {
        pending.touch("/r", std::to_string(i), Time(0));
    }
    SUBCASE("at the limit") {
        CHECK(pending.take().touched.at("/r").size() == PendingChanges::kMaxNames);
    }
    SUBCASE("one past it") {
        pending.touch("/r", "x", Time(0));
        const auto changes = pending.take();
        CHECK(changes.whole);
        CHECK(changes.touched.empty());
    }
    pending.touch("/r", "later", Time(0));
    CHECK_FALSE(pending.take().whole);
}

}  // namespace
}  // namespace skillwake::daemon
