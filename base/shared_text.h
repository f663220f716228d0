#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace skillwake {

/// A text that nobody changes any more: its own, or a part of something larger that it keeps alive, such as a
/// mapped file. Copies share it, and cost nothing.
class SharedText {
public:
    SharedText() = default;
    SharedText(std::string text) {  // NOLINT(google-explicit-constructor): it is that text
        auto kept = std::make_shared<const std::string>(std::move(text));
        text_ = *kept;
        keeper_ = std::move(kept);
    }
    /// `text`: lives for as long as `keeper` does.
    SharedText(std::string_view text, std::shared_ptr<const void> keeper)
        : text_(text), keeper_(std::move(keeper)) {}

    std::string_view view() const { return text_; }
    operator std::string_view() const { return text_; }  // NOLINT(google-explicit-constructor): it is one
    const char* data() const { return text_.data(); }
    std::size_t size() const { return text_.size(); }
    bool empty() const { return text_.empty(); }

    bool operator==(const SharedText& other) const { return text_ == other.text_; }

private:
    std::string_view text_;
    std::shared_ptr<const void> keeper_;
};

}  // namespace skillwake
