#include "client/mcp/bytes.h"

#include "base/sha256.h"
#include "base/text.h"

#include <array>
#include <cstdint>
#include <utility>

namespace skillwake::client::mcp {

std::string digest_of(std::string_view bytes) {
    return "sha256:" + sha256(bytes);
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto group = bytes.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text.push_back(i <= group.size() ? kAlphabet[bits >> (18U - 6U * i) & 63U] : '=');
        }
    }
    return text;
}

std::string_view mime_type_of(std::string_view file) {
    static constexpr std::array kTypes = {
        std::pair{std::string_view("md"), std::string_view("text/markdown")},
        std::pair{std::string_view("txt"), std::string_view("text/plain")},
        std::pair{std::string_view("py"), std::string_view("text/x-python")},
        std::pair{std::string_view("js"), std::string_view("text/javascript")},
        std::pair{std::string_view("ts"), std::string_view("text/x-typescript")},
        std::pair{std::string_view("sh"), std::string_view("application/x-sh")},
        std::pair{std::string_view("json"), std::string_view("application/json")},
        std::pair{std::string_view("yaml"), std::string_view("application/yaml")},
        std::pair{std::string_view("yml"), std::string_view("application/yaml")},
        std::pair{std::string_view("toml"), std::string_view("application/toml")},
        std::pair{std::string_view("xml"), std::string_view("application/xml")},
        std::pair{std::string_view("csv"), std::string_view("text/csv")},
        std::pair{std::string_view("html"), std::string_view("text/html")},
        std::pair{std::string_view("css"), std::string_view("text/css")},
        std::pair{std::string_view("svg"), std::string_view("image/svg+xml")},
        std::pair{std::string_view("png"), std::string_view("image/png")},
        std::pair{std::string_view("jpg"), std::string_view("image/jpeg")},
        std::pair{std::string_view("jpeg"), std::string_view("image/jpeg")},
        std::pair{std::string_view("gif"), std::string_view("image/gif")},
        std::pair{std::string_view("webp"), std::string_view("image/webp")},
        std::pair{std::string_view("pdf"), std::string_view("application/pdf")},
        std::pair{std::string_view("zip"), std::string_view("application/zip")},
    };
    const auto dot = file.rfind('.');
    if (dot != std::string_view::npos) {
        for (const auto& [ending, type] : kTypes) {
            if (equal_folded(file.substr(dot + 1), ending)) {
                return type;
            }
        }
    }
    return "application/octet-stream";
}

}  // namespace skillwake::client::mcp
