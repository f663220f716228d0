#pragma once

#include <string>
#include <string_view>

/// What the protocol says about a file's bytes.
namespace skillwake::client::mcp {

/// "sha256:" and 64 lower-case hexadecimal digits.
std::string digest_of(std::string_view bytes);

/// RFC 4648, with padding.
std::string base64(std::string_view bytes);

/// By the file's ending; "application/octet-stream" when it is not known.
std::string_view mime_type_of(std::string_view file);

}  // namespace skillwake::client::mcp
