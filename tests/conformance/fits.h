#pragma once

#include "protocol/json.h"

#include <string>

namespace skillwake::conformance {

/// Whether `given` fits `expected` by the rules of README.md: empty when it does, else where and why it does
/// not.
std::string misfit(protocol::JsonValue expected, protocol::JsonValue given,
                   const std::string& where = "answer");

}  // namespace skillwake::conformance
