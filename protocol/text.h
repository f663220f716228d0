#pragma once

#include "protocol/rope.h"

#include <memory>
#include <string>
#include <utility>

namespace skillwake::protocol {

/// A text that many answers hold: as it is, and as the JSON string that is sent, made once.
struct TextWithJson {
    explicit TextWithJson(std::string text);

    std::string plain;
    std::string json;  ///< with its quotes
};

/// A string member of a message that may be shared: one that was read, or made for one answer, is its own;
/// one that is given again and again has its JSON ready. Copies of that share it. Immutable.
class Text {
public:
    Text() = default;
    Text(std::string own) : own_(std::move(own)) {}  // NOLINT(google-explicit-constructor): as a string is
    /// Not null.
    explicit Text(std::shared_ptr<const TextWithJson> shared) : shared_(std::move(shared)) {}

    const std::string& plain() const { return shared_ ? shared_->plain : own_; }
    /// The JSON of a shared text; null: it is this one's own.
    Rope::Shared json() const { return shared_ ? Rope::Shared(shared_, &shared_->json) : nullptr; }

    bool operator==(const Text& other) const { return plain() == other.plain(); }

private:
    std::string own_;
    std::shared_ptr<const TextWithJson> shared_;
};

}  // namespace skillwake::protocol
