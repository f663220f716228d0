#pragma once

#include "client/command.h"
#include "client/context.h"
#include "client/failure.h"
#include "protocol/event.h"

#include <variant>

namespace skillwake::client {

/// Largest file or piped prompt that is sent: what a host sends of one file is far smaller.
inline constexpr std::size_t kMaxSourceBytes = std::size_t{4} << 20U;

/// The event that `source` describes; its file is read, or the prompt from `context.in`.
std::variant<protocol::Event, Failure> read_event(const EventSource& source, const Context& context);

}  // namespace skillwake::client
