#pragma once

#include "base/clock.h"
#include "daemon/catalogue.h"
#include "matcher/judge.h"

#include <filesystem>
#include <memory>

namespace skillwake::daemon {

/// What judging an event takes, but for the event: plain values for a worker.
struct Question {
    Clock::Duration began{};
    std::filesystem::path cwd;
    std::filesystem::path home;
    std::shared_ptr<const Catalogue> catalogue;
    matcher::Memory memory;
    matcher::Budget budget;
};

}  // namespace skillwake::daemon
