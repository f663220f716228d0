#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace skillwake::matcher {

/// How much of the texts of one event's files and outputs patterns may still read, so that no event takes
/// longer than it may. Of 20 bytes, for "a file" and then "line 1\nline 2\nline 3":
///
///     beginning_of("a file")                     "a file"
///     ends_of("line 1\nline 2\nline 3")          "line 1\n" and "\nline 3": 7 bytes each
class TextAllowance {
public:
    static constexpr std::size_t kBytes = 128U << 10U;

    explicit TextAllowance(std::size_t bytes = kBytes) : left_(bytes) {}

    /// Whether nothing was left out so far.
    bool complete() const { return complete_; }

    /// As much of it as may be read: its beginning.
    std::string_view beginning_of(std::string_view text) {
        const auto read = text.substr(0, left_);
        left_ -= read.size();
        complete_ = complete_ && read.size() == text.size();
        return read;
    }

    /// Its beginning, and of one that is too long its end as well, from the first line that begins there, if
    /// there is one: what failed stands at either.
    std::array<std::string_view, 2> ends_of(std::string_view text) {
        if (text.size() <= left_) {
            return {beginning_of(text), {}};
        }
        auto end = text.substr(text.size() - left_ / 2);
        left_ -= end.size();
        const auto line = end.find('\n');
        end.remove_prefix(line == std::string_view::npos ? 0 : line);
        return {beginning_of(text), end};
    }

private:
    std::size_t left_;
    bool complete_ = true;
};

}  // namespace skillwake::matcher
