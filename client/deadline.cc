#include "client/deadline.h"

#include <sys/time.h>

#include <algorithm>
#include <csignal>

namespace skillwake::client {
namespace {

timeval timeval_of(std::chrono::microseconds time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
    timeval value{};
    value.tv_sec = seconds.count();
    value.tv_usec = static_cast<suseconds_t>((time - seconds).count());
    return value;
}

}  // namespace

int Deadline::left_ms() const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(at_ - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
}

void Deadline::interrupt_waiting_calls() const {
    // One alarm may come just before a call begins to wait: the next ends that one.
    constexpr std::chrono::milliseconds kAgain{5};
    struct sigaction action {};
    action.sa_handler = [](int) {};  // and no SA_RESTART
    ::sigaction(SIGALRM, &action, nullptr);
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    ::sigprocmask(SIG_UNBLOCK, &alarm, nullptr);  // our caller may have blocked it
    const auto left = std::chrono::ceil<std::chrono::microseconds>(at_ - std::chrono::steady_clock::now());
    itimerval timer{};
    timer.it_value = timeval_of(std::max(left, std::chrono::microseconds(1)));
    timer.it_interval = timeval_of(kAgain);
    ::setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace skillwake::client
