#pragma once

#include "base/result.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace skillwake::protocol {

/// Cuts a byte stream into lines ("frames"), each ended by '\n'; a '\r' before it is dropped. Does no I/O and
/// knows no JSON.
class FrameReader {
public:
    /// `max_frame_bytes`: longest line accepted, without its '\n'.
    explicit FrameReader(std::size_t max_frame_bytes);

    /// Where the next bytes go; empty: the system has no memory for a longer line, and what came before can
    /// still be read. Invalidates every frame handed out before.
    std::span<char> write_area();
    /// `bytes` of the last write area have been filled.
    void wrote(std::size_t bytes);

    /// The next whole line, valid until the next write_area(); nullopt: read more.
    /// Errc::TooLarge: the line is longer than the limit; the stream cannot be resynchronised.
    Result<std::optional<std::string_view>> next();

    /// Whether bytes of an unfinished line are waiting.
    bool holds_part() const { return begin_ != end_; }

private:
    struct Free {
        void operator()(char* bytes) const noexcept;
    };
    bool grow(std::size_t capacity);

    /// Of malloc: a long line grows without being copied or filled with zeros, which takes milliseconds.
    std::unique_ptr<char, Free> buffer_;
    std::size_t capacity_ = 0;
    std::size_t max_frame_bytes_;
    std::size_t begin_ = 0;    ///< of the first line not yet handed out
    std::size_t scanned_ = 0;  ///< no '\n' between begin_ and here
    std::size_t end_ = 0;      ///< of the bytes read
};

}  // namespace skillwake::protocol
