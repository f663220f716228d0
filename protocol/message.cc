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

namespace {

// Scores and confidences: more digits than these are noise.
constexpr std::int64_t kScale = 1'000'000;
constexpr std::size_t kDecimals = 6;

/// `scaled` / kScale, without zeros at its end.
void append_decimal(std::string& out, std::int64_t scaled) {
    std::array<char, 40> digits{};
    auto* at = digits.data();
    if (scaled < 0) {
        *at++ = '-';
        scaled = -scaled;
    }
    at = std::to_chars(at, digits.data() + digits.size(), scaled / kScale).ptr;
    auto fraction = scaled % kScale;
    if (fraction > 0) {
        *at = '.';
        for (auto place = kDecimals; place > 0; --place) {
            at[place] = static_cast<char>('0' + fraction % 10);
            fraction /= 10;
        }
        at += kDecimals + 1;
        while (at[-1] == '0') {
            --at;
        }
    }
    out.append(digits.data(), at);
}

}  // namespace

void append_number(std::string& out, double number) {
    constexpr double kMostScaled = 1e9;  // their digits are all exact, with those behind the point
    constexpr double kAllDigitsBeforeThePoint = 1e15;
    const auto scale = static_cast<double>(kScale);
    if (!std::isfinite(number)) {
        out.append("null");
    } else if (std::abs(number) < kMostScaled) {
        append_decimal(out, std::llround(number * scale));
    } else {
        // The product of a larger one may overflow.
        const bool has_fraction = std::abs(number) < kAllDigitsBeforeThePoint;
        const double rounded = has_fraction ? std::round(number * scale) / scale : number;
        std::array<char, 40> digits{};
        out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), rounded).ptr);
    }
}

}  // namespace skillwake::protocol
