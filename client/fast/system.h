#pragma once

#include <sys/syscall.h>

#include <cstddef>

/// The system's calls without a C library: a hook lives for a tenth of a millisecond, and starting one would
/// be most of that. Linux on two processors; elsewhere `skillwake` is built with the library (see
/// client/meson.build). Each gives what the kernel gives: below 0 it is -errno.
namespace skillwake::client::fast {

#if defined(__x86_64__)

inline long system_call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) {
    register long fourth asm("r10") = d;
    register long fifth asm("r8") = e;
    register long sixth asm("r9") = f;
    long result = number;
    asm volatile("syscall"
                 : "+a"(result)
                 : "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
                 : "rcx", "r11", "memory");
    return result;
}

#elif defined(__aarch64__)

inline long system_call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) {
    register long which asm("x8") = number;
    register long result asm("x0") = a;
    register long second asm("x1") = b;
    register long third asm("x2") = c;
    register long fourth asm("x3") = d;
    register long fifth asm("x4") = e;
    register long sixth asm("x5") = f;
    asm volatile("svc 0"
                 : "+r"(result)
                 : "r"(which), "r"(second), "r"(third), "r"(fourth), "r"(fifth), "r"(sixth)
                 : "memory");
    return result;
}

#else
#error "no system calls for this processor: client/meson.build must choose front.cc"
#endif

inline long address_of(const void* pointer) {
    return reinterpret_cast<long>(pointer);
}

[[noreturn]] inline void end_process(int code) {
    for (;;) {
        system_call(SYS_exit_group, code);
    }
}

inline long read_some(int descriptor, char* room, std::size_t bytes) {
    return system_call(SYS_read, descriptor, address_of(room), static_cast<long>(bytes));
}

}  // namespace skillwake::client::fast
