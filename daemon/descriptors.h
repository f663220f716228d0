#pragma once

#include <cstddef>

namespace skillwake::daemon {

/// Descriptors that are not for clients: the loop, the log, the ledger, folders and files that are read, and
/// those who ask for the status when every other place is taken.
inline constexpr std::size_t kOwnDescriptors = 64;

/// Lets this process open as many files as the system grants at all; how many that are.
std::size_t raise_descriptor_limit();

/// How many clients can be connected at once when `wanted` may be and there are so many `descriptors`. At
/// least one.
std::size_t clients_that_fit(std::size_t wanted, std::size_t descriptors);

}  // namespace skillwake::daemon
