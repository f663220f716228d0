#include "client/fast/alarm.h"

#include "client/fast/successor.h"
#include "client/fast/system.h"

#include <sys/time.h>
#include <time.h>

#include <csignal>
#include <cstdint>

namespace skillwake::client::fast {
namespace {

/// As the kernel has it, which is not as the C library has it.
struct SignalAction {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)();
    std::uint64_t mask;
};
constexpr unsigned long kHasRestorer = 0x04000000;

// The only state that a signal's handler can find.
const Words* our_words = nullptr;         // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
const char* volatile doing = "starting";  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void on_deadline(int /*signal*/) {
    end_with_log(*our_words, doing, 0);
}

/// No handler comes back, and nobody is asked for; but the kernel wants one.
void restore_nothing() {
    end_process(0);
}

void handle(int signal, void (*handler)(int)) {
    const SignalAction action{handler, kHasRestorer, restore_nothing, 0};
    system_call(SYS_rt_sigaction, signal, address_of(&action), 0, sizeof action.mask);
}

}  // namespace

void now_doing(const char* what) {
    doing = what;
}

unsigned long steady_us() {
    timespec now{};
    system_call(SYS_clock_gettime, CLOCK_MONOTONIC, address_of(&now));
    return static_cast<unsigned long>(now.tv_sec) * 1'000'000 +
           static_cast<unsigned long>(now.tv_nsec) / 1'000;
}

void end_after(const Words& words, unsigned long ms) {
    our_words = &words;
    handle(SIGPIPE, SIG_IGN);
    handle(SIGALRM, on_deadline);
    const std::uint64_t alarm = std::uint64_t{1} << (SIGALRM - 1);
    // Our caller may have blocked it.
    system_call(SYS_rt_sigprocmask, SIG_UNBLOCK, address_of(&alarm), 0, sizeof alarm);
    itimerval timer{};
    timer.it_value.tv_sec = static_cast<time_t>(ms / 1'000);
    timer.it_value.tv_usec = static_cast<suseconds_t>(ms % 1'000 * 1'000);
    system_call(SYS_setitimer, ITIMER_REAL, address_of(&timer));
}

}  // namespace skillwake::client::fast
