#pragma once

#include <sys/stat.h>
#include <sys/types.h>

namespace skillwake::daemon {

/// Sets the process's umask until its end: what is made meanwhile has the mode that we say.
class ScopedUmask {
public:
    explicit ScopedUmask(mode_t mask) : before_(::umask(mask)) {}
    ScopedUmask(const ScopedUmask&) = delete;
    ScopedUmask& operator=(const ScopedUmask&) = delete;
    ~ScopedUmask() { ::umask(before_); }

private:
    mode_t before_;
};

}  // namespace skillwake::daemon
