#pragma once

#include "protocol/daemon.h"
#include "protocol/decision.h"

#include <cstdint>
#include <optional>
#include <string>

namespace skillwake::daemon {

/// What the service asks of the program around it. The I/O side implements it; tests give a plain one.
class Control {
public:
    virtual ~Control() = default;

    virtual void stop() = 0;
    /// Reads every known root again; how many.
    virtual std::uint64_t reload() = 0;
    /// A decision was made: for those who subscribed.
    virtual void publish(const protocol::DecisionNote& note) = 0;

    virtual std::uint64_t clients() const = 0;
    virtual std::uint64_t subscribers() const = 0;
    virtual std::string socket() const = 0;
    /// nullopt: hooks are not taken by HTTP.
    virtual std::optional<protocol::HttpStatus> http() const = 0;
    virtual protocol::LoopStatus loop() const = 0;
};

/// Who asks: one connection. The dispatcher sets it, the connection acts on it.
struct Caller {
    bool subscribed = false;
    bool admin_only = false;  ///< came when every place was taken: `hello` and `daemon.*` are answered
};

}  // namespace skillwake::daemon
