#pragma once

#include <sys/syscall.h>

#include <cstddef>

/// Stands in the place of client/fast/system.h, so that client/fast/ runs inside of a test, with a C library
/// and counted branches: the calls go to a kernel that the test plays (tests/client/fast/fake_kernel.h).
namespace skillwake::client::fast {

long system_call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0);

inline long address_of(const void* pointer) {
    return reinterpret_cast<long>(pointer);
}

[[noreturn]] void end_process(int code);

inline long read_some(int descriptor, char* room, std::size_t bytes) {
    return system_call(SYS_read, descriptor, address_of(room), static_cast<long>(bytes));
}

}  // namespace skillwake::client::fast
