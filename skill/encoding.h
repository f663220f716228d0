#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::skill {

/// A file's bytes as UTF-8 without byte order mark, and what its author should know of how it was saved.
struct DecodedFile {
    std::string text;
    std::string_view remark;  ///< empty: it was UTF-8
    std::uint32_t line = 1;   ///< that the remark is about: of the first wrong byte
};

/// UTF-16 is told by its byte order mark; wrong bytes become U+FFFD.
DecodedFile decode_file(std::string bytes);

}  // namespace skillwake::skill
