#include "base/sha256.h"

#include <array>
#include <cstdint>
#include <sha256.h>

namespace skillwake {

std::string sha256(std::string_view bytes) {
    SHA2_CTX context{};
    SHA256Init(&context);
    SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    SHA256Final(digest.data(), &context);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const unsigned byte : digest) {
        text.append({kDigits[byte >> 4U], kDigits[byte & 15U]});
    }
    return text;
}

}  // namespace skillwake
