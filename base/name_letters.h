#pragma once

#include <cstdint>
#include <string_view>

namespace skillwake {

/// Which letters a name has, coarsely: enough to pass over most of the names that nearest_names() would not
/// give, without a look at them. Kept for each of many names, 16 bytes.
///
///     NameLetters("pdf-forms").is_far_from(NameLetters("kubernetes"))   no edit distance is near
class NameLetters {
public:
    /// In any case of ASCII.
    explicit NameLetters(std::string_view name);

    /// nearest_names(wanted, ...) would not give this name. False: it may, or may not.
    bool is_far_from(const NameLetters& wanted) const;

private:
    std::uint64_t letters_ = 0;  ///< a bit for each byte's last six bits
    std::uint32_t size_ = 0;
};

}  // namespace skillwake
