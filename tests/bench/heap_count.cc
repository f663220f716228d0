#include "tests/bench/heap_count.h"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {

std::size_t held = 0;
std::size_t made = 0;

void* counted(void* memory) {
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    held += malloc_usable_size(memory);
    ++made;
    return memory;
}

void release(void* memory) {
    held -= memory == nullptr ? 0 : malloc_usable_size(memory);
    std::free(memory);
}

}  // namespace

void* operator new(std::size_t bytes) {
    return counted(std::malloc(bytes));
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    const auto step = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(step, (bytes + step - 1) / step * step));
}
void operator delete(void* memory) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    release(memory);
}

namespace skillwake::bench {

std::size_t heap_bytes() {
    return held;
}
std::size_t heap_allocations() {
    return made;
}

}  // namespace skillwake::bench
