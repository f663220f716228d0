#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::protocol {

/// A text in pieces: own bytes, and between them shared texts, which it neither copies nor changes, but keeps
/// alive. What is sent is written into one, so that the text of a skill, which is the most of an answer, goes
/// to the socket from where it lies:
///
///     own     {"result":{"content":          ,"tokens":7}}
///     shared                       "# Body"
class Rope {
public:
    using Shared = std::shared_ptr<const std::string>;

    Rope() = default;
    Rope(std::string own) : own_(std::move(own)) {}  // NOLINT(google-explicit-constructor): plain answers

    /// The own bytes so far: append to them, and change nothing of what is there.
    std::string& own() { return own_; }
    /// Puts `text`, not null, behind all that is there.
    void add(Shared text) { places_.push_back({own_.size(), std::move(text)}); }
    /// Puts all of `other` behind.
    void add(const Rope& other);

    std::size_t size() const;
    bool empty() const { return size() == 0; }
    /// The pieces in order, none of them empty; views into this.
    std::vector<std::string_view> pieces() const;
    /// All of it in one string.
    std::string text() const;

private:
    struct Place {
        std::size_t at;  ///< own bytes before it
        Shared text;
    };
    std::string own_;
    std::vector<Place> places_;
};

/// What JSON is written into: a string takes copies of shared texts.
inline std::string& own_bytes(std::string& out) {
    return out;
}
inline std::string& own_bytes(Rope& out) {
    return out.own();
}
inline void append_shared(std::string& out, const Rope::Shared& text) {
    out.append(*text);
}
inline void append_shared(Rope& out, const Rope::Shared& text) {
    out.add(text);
}

}  // namespace skillwake::protocol
