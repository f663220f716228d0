#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace skillwake::matcher {

/// Of a longer prompt its beginning and its end are read, half of this each: what is wished stands there, and
/// what is pasted between them. So that no event takes longer than it may, whatever it holds.
inline constexpr std::size_t kMaxPromptBytes = 64U << 10U;

/// A prompt without its middle.
class PromptCut {
public:
    /// `prompt`: longer than kMaxPromptBytes. Cut at a blank where one is near, and never inside a character.
    explicit PromptCut(std::string_view prompt);

    /// Stays where it is when the object is moved.
    std::string_view text() const { return *text_; }

    /// Where a byte of text() stands in the whole prompt.
    std::size_t in_prompt(std::size_t byte) const { return byte < front_ ? byte : byte + left_out_; }

private:
    std::unique_ptr<const std::string> text_;
    std::size_t front_ = 0;     ///< bytes of its beginning
    std::size_t left_out_ = 0;  ///< bytes between, less the line end that stands for them
};

}  // namespace skillwake::matcher
