#include "protocol/json_escape.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace skillwake::protocol {
namespace {

struct Escape {
    std::array<char, 7> text{};
    std::uint8_t size = 0;  ///< 0: the byte stands for itself
};

constexpr Escape escape_of(unsigned byte) {
    constexpr std::string_view kHex = "0123456789abcdef";
    constexpr std::string_view kShort = "\b\t\n\f\r\"\\";
    constexpr std::string_view kLetters = "btnfr\"\\";
    Escape escape;
    if (const auto at = kShort.find(static_cast<char>(byte)); at != std::string_view::npos) {
        escape.text = {'\\', kLetters[at]};
        escape.size = 2;
    } else if (byte < 0x20) {
        escape.text = {'\\', 'u', '0', '0', kHex[byte / 16], kHex[byte % 16]};
        escape.size = 6;
    }
    return escape;
}

constexpr auto kEscapes = [] {
    std::array<Escape, 256> table{};
    for (unsigned byte = 0; byte < table.size(); ++byte) {
        table[byte] = escape_of(byte);
    }
    return table;
}();

const Escape& escape_of(char byte) {
    return kEscapes[static_cast<std::uint8_t>(byte)];
}

bool is_plain_bytewise(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<std::uint8_t>(c) < 0x80 && escape_of(c).size == 0; });
}

}  // namespace

void append_escaped_plainly(std::string& out, std::string_view text) {
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (const auto& escape = escape_of(text[at]); escape.size > 0) {
            out.append(text, plain, at - plain).append(escape.text.data(), escape.size);
            plain = at + 1;
        }
    }
    out.append(text, plain, std::string_view::npos);
}

#if defined(__SSE2__)

namespace {

constexpr std::size_t kStep = 16;

/// A bit for each of 16 bytes: whether it needs an escape.
unsigned needing_escape(__m128i bytes) {
    const auto quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const auto backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    // As unsigned numbers: the smaller of a byte and 0x1F is the byte itself for control characters only.
    const auto control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)));
}

/// Collects output on the stack, so that a string grows by pieces and not by bytes.
class Escaper {
public:
    explicit Escaper(std::string& out) : out_(out) {}

    /// 16 bytes that may be read; gives how many of them are done with, at least one.
    std::size_t step(const char* text) {
        if (filled_ + kStep + sizeof(Escape::text) > piece_.size()) {
            flush();
        }
        const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(piece_.data() + filled_), bytes);
        const auto found = needing_escape(bytes);
        if (found == 0) {
            filled_ += kStep;
            return kStep;
        }
        const auto plain = static_cast<std::size_t>(__builtin_ctz(found));
        filled_ += plain;
        const auto& escape = escape_of(text[plain]);
        std::memcpy(piece_.data() + filled_, escape.text.data(), escape.text.size());
        filled_ += escape.size;
        return plain + 1;
    }
    void flush() {
        out_.append(piece_.data(), filled_);
        filled_ = 0;
    }

private:
    std::string& out_;
    std::array<char, 2048> piece_;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before read
    std::size_t filled_ = 0;
};

}  // namespace

bool is_plain(std::string_view text) {
    unsigned found = 0;
    std::size_t at = 0;
    for (; at + kStep <= text.size(); at += kStep) {
        const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
        found |= needing_escape(bytes) | static_cast<unsigned>(_mm_movemask_epi8(bytes));
    }
    return found == 0 && is_plain_bytewise(text.substr(at));
}

void append_escaped(std::string& out, std::string_view text) {
    Escaper escaper(out);
    std::size_t at = 0;
    while (at + kStep <= text.size()) {
        at += escaper.step(text.data() + at);
    }
    escaper.flush();
    append_escaped_plainly(out, text.substr(at));
}

#else

bool is_plain(std::string_view text) {
    return is_plain_bytewise(text);
}

void append_escaped(std::string& out, std::string_view text) {
    append_escaped_plainly(out, text);
}

#endif

}  // namespace skillwake::protocol
