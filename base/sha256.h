#pragma once

#include <string>
#include <string_view>

namespace skillwake {

/// SHA-256 of `bytes`: 64 lower-case hexadecimal digits. For what a stranger may have made: nobody finds
/// another text that has the same. About 4 us per KB.
std::string sha256(std::string_view bytes);

}  // namespace skillwake
