#pragma once

#include "base/file_descriptor.h"

#include <string>
#include <string_view>

namespace skillwake::bench {

/// A blocking client of a Unix socket that does nothing but move bytes: it parses nothing, so that both sides
/// of a comparison pay the same for it.
class LineClient {
public:
    /// Tries for some seconds: the listener may just be starting.
    explicit LineClient(const std::string& path);

    /// Sends `line` (with its '\n'); the answer without its '\n', valid until the next call.
    std::string_view ask(std::string_view line);

private:
    FileDescriptor socket_;
    std::string answer_;
};

}  // namespace skillwake::bench
