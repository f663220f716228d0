#pragma once

#include "base/result.h"

#include <string>

namespace skillwake::testing {

/// The message of a failure, for comparing with the one that is expected.
template <class T>
std::string error_text(const Result<T>& result) {
    return result ? std::string("(no error)") : result.error().message();
}

}  // namespace skillwake::testing
