#include "protocol/message.h"

namespace skillwake::protocol {

TextWithJson::TextWithJson(std::string text) : plain(std::move(text)) {
    append_json_string(json, plain);
    json.shrink_to_fit();
}

std::string JsonPath::text() const {
    std::string before = parent == nullptr ? std::string() : parent->text();
    if (name.empty()) {
        return before + "[" + std::to_string(index) + "]";
    }
    if (!before.empty()) {
        before.push_back('.');
    }
    return before.append(name);
}

Error unexpected(const JsonPath& at, std::string_view what) {
    return Error(Errc::Invalid, std::string(what)).context(at.text());
}

void append_number(std::string& out, double number) {
    // Scores and confidences: more digits than these are noise.
    constexpr double kScale = 1e6;
    constexpr double kAllDigitsBeforeThePoint = 1e15;  // and the product of a larger one may overflow
    const double rounded =
        std::abs(number) < kAllDigitsBeforeThePoint ? std::round(number * kScale) / kScale : number;
    std::array<char, 40> digits{};
    if (!std::isfinite(rounded)) {
        out.append("null");
        return;
    }
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), rounded).ptr);
}

}  // namespace skillwake::protocol
