#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace skillwake::protocol {

inline constexpr std::size_t kMaxNumberIdBytes = 1'000;

/// The number that a request's `id` is, as it stands in `line`; a view into it. Our JSON library keeps
/// numbers as 64 bits, so that 1.10 comes back as 1.1 and 2^64 makes it refuse the line: a client must get
/// its id back as it wrote it. Empty: the line is no object, has no such member, or that is no number or a
/// longer one than kMaxNumberIdBytes. Of two ids the first counts. What stands elsewhere in the line is not
/// looked into.
std::string_view number_id(std::string_view line);

/// The same of each element of a line that is an array, in order, of `most` at the most; of a line that is
/// none, of itself.
std::vector<std::string_view> number_ids(std::string_view line, std::size_t most);

}  // namespace skillwake::protocol
