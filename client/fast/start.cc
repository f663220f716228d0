// The first instructions of the process: the kernel has put argc, argv and the environment on the stack.
#include "client/fast/program.h"
#include "client/fast/system.h"

#include <cstddef>

extern "C" [[noreturn]] void skillwake_start(long* stack) {
    const auto count = static_cast<std::size_t>(stack[0]);
    auto* const* const words = reinterpret_cast<char* const*>(stack + 1);
    auto* const* const environment = words + count + 1;
    skillwake::client::fast::end_process(skillwake::client::fast::run_program({count, words, environment}));
}

#if defined(__x86_64__)
asm(R"(
    .globl _start
    .type _start, @function
_start:
    xor %ebp, %ebp
    mov %rsp, %rdi
    and $-16, %rsp
    call skillwake_start
)");
#elif defined(__aarch64__)
asm(R"(
    .globl _start
    .type _start, @function
_start:
    mov x29, #0
    mov x30, #0
    mov x0, sp
    and sp, x0, #-16
    bl skillwake_start
)");
#endif
