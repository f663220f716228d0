#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// Many short texts, their bytes one behind the other: one allocation for all of them instead of one each.
/// "ab", "c" is bytes "abc" and ends 2, 3. At most 4 GB.
class TermList {
public:
    void push_back(std::string_view text) {
        append(text);
        close();
    }
    /// The next text in pieces: append() as often as needed, then close().
    void append(std::string_view piece) { bytes_.insert(bytes_.end(), piece.begin(), piece.end()); }
    void close() { ends_.push_back(static_cast<std::uint32_t>(bytes_.size())); }

    /// Room for the words of a text of so many bytes.
    void reserve(std::size_t bytes) {
        constexpr std::size_t kUsualWord = 6;
        bytes_.reserve(bytes);
        ends_.reserve(bytes / kUsualWord + 1);
    }

    std::size_t size() const { return ends_.size(); }
    bool empty() const { return ends_.empty(); }
    /// Valid until the list changes; moving it changes nothing.
    std::string_view operator[](std::size_t place) const {
        const std::size_t begin = place == 0 ? 0 : ends_[place - 1];
        return {bytes_.data() + begin, ends_[place] - begin};
    }
    std::string_view back() const { return (*this)[size() - 1]; }

    void resize_down(std::size_t size) {
        if (size < ends_.size()) {
            ends_.resize(size);
            bytes_.resize(size == 0 ? 0 : ends_.back());
        }
    }
    void clear() { resize_down(0); }

private:
    std::vector<char> bytes_;
    std::vector<std::uint32_t> ends_;
};

}  // namespace skillwake::matcher
