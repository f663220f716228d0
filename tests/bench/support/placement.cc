#include "tests/bench/support/placement.h"

#ifdef __linux__
#include <sched.h>
#endif

#include <cerrno>
#include <system_error>

namespace skillwake::bench {

#ifdef __linux__

std::vector<int> usable_processors() {
    cpu_set_t set;
    CPU_ZERO(&set);
    ::sched_getaffinity(0, sizeof set, &set);
    std::vector<int> processors;
    for (int processor = 0; processor < CPU_SETSIZE; ++processor) {
        if (CPU_ISSET(processor, &set)) {
            processors.push_back(processor);
        }
    }
    return processors;
}

void place(pid_t process, int processor) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    if (::sched_setaffinity(process, sizeof set, &set) != 0) {
        throw std::system_error(errno, std::generic_category(), "sched_setaffinity");
    }
}

#else

std::vector<int> usable_processors() {
    return {};
}

void place(pid_t /*process*/, int /*processor*/) {}

#endif

}  // namespace skillwake::bench
