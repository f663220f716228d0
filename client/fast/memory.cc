// What the compiler takes for granted that a C library has. Compiled so that it does not see through these
// loops and calls them by themselves.
#include <cstddef>

extern "C" {

void* memcpy(void* to, const void* from, std::size_t bytes) {
    auto* out = static_cast<char*>(to);
    const auto* in = static_cast<const char*>(from);
    while (bytes-- > 0) {
        *out++ = *in++;
    }
    return to;
}

void* memmove(void* to, const void* from, std::size_t bytes) {
    auto* out = static_cast<char*>(to);
    const auto* in = static_cast<const char*>(from);
    if (out < in) {
        return memcpy(to, from, bytes);
    }
    while (bytes-- > 0) {
        out[bytes] = in[bytes];
    }
    return to;
}

void* memset(void* to, int byte, std::size_t bytes) {
    auto* out = static_cast<char*>(to);
    while (bytes-- > 0) {
        *out++ = static_cast<char>(byte);
    }
    return to;
}

int memcmp(const void* a, const void* b, std::size_t bytes) {
    const auto* left = static_cast<const unsigned char*>(a);
    const auto* right = static_cast<const unsigned char*>(b);
    for (; bytes > 0; --bytes, ++left, ++right) {
        if (*left != *right) {
            return *left < *right ? -1 : 1;
        }
    }
    return 0;
}

void* memchr(const void* text, int byte, std::size_t bytes) {
    const auto* at = static_cast<const unsigned char*>(text);
    for (; bytes > 0; --bytes, ++at) {
        if (*at == static_cast<unsigned char>(byte)) {
            return const_cast<unsigned char*>(at);
        }
    }
    return nullptr;
}

std::size_t strlen(const char* text) {
    std::size_t bytes = 0;
    while (text[bytes] != 0) {
        ++bytes;
    }
    return bytes;
}

}  // extern "C"
