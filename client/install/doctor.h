#pragma once

#include "client/context.h"
#include "protocol/message.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

/// What `skillwake doctor` looks at.
namespace skillwake::client {

enum class Health { Ok, Warn, Fail };

}  // namespace skillwake::client

template <>
struct skillwake::protocol::EnumNames<skillwake::client::Health> {
    static constexpr std::array kNames = {std::pair{skillwake::client::Health::Ok, "ok"},
                                          std::pair{skillwake::client::Health::Warn, "warn"},
                                          std::pair{skillwake::client::Health::Fail, "fail"}};
};

namespace skillwake::client {

struct Check {
    std::string name;
    Health health = Health::Ok;
    std::string message;
    std::optional<std::string> fix;  ///< what mends it

    static constexpr auto kFields =
        std::tuple(protocol::required("name", &Check::name), protocol::required("health", &Check::health),
                   protocol::required("message", &Check::message), protocol::optional("fix", &Check::fix));
};

/// All checks, in the order in which one thing needs another. Runs the hooks of each host that has some, with
/// a made-up prompt in a session of its own, which is forgotten afterwards. Takes a few seconds at most.
std::vector<Check> examine(const Context& context);

/// What a host would make of the end of its hook.
Check judge_answer(std::string name, int exit_code, const std::string& out, std::chrono::microseconds took);

}  // namespace skillwake::client
