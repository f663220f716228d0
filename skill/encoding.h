#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

/// A file's bytes as UTF-8 without byte order mark, and what its author should know of how it was saved.
struct DecodedFile {
    struct Remark {
        std::uint32_t line = 1;  ///< of the first wrong byte
        std::string_view message;
        std::string_view fix;
    };

    std::string text;
    std::vector<Remark> remarks;  ///< empty: it was UTF-8
};

/// UTF-16 is told by its byte order mark, or by its NULs; wrong bytes become U+FFFD. Where the first line
/// ends in CR alone, as on old Macs, every such end becomes LF.
DecodedFile decode_file(std::string bytes);

}  // namespace skillwake::skill
