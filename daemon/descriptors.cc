#include "daemon/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

namespace skillwake::daemon {

std::size_t raise_descriptor_limit() {
    constexpr std::size_t kLeast = 256;  // what the oldest systems give
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return kLeast;
    }
    const auto granted = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    // macOS refuses "as many as you like".
    return static_cast<std::size_t>(::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : granted);
}

std::size_t clients_that_fit(std::size_t wanted, std::size_t descriptors) {
    const auto left = descriptors > kOwnDescriptors ? descriptors - kOwnDescriptors : 1;
    return std::max<std::size_t>(std::min(wanted, left), 1);
}

}  // namespace skillwake::daemon
