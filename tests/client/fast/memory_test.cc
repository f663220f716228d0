#include <doctest/doctest.h>

#include <cstddef>
#include <cstring>
#include <string>

/// client/fast/memory.cc, under other names than those of the C library that this program has.
extern "C" {
void* own_memcpy(void* to, const void* from, std::size_t bytes);
void* own_memmove(void* to, const void* from, std::size_t bytes);
void* own_memset(void* to, int byte, std::size_t bytes);
int own_memcmp(const void* a, const void* b, std::size_t bytes);
void* own_memchr(const void* text, int byte, std::size_t bytes);
std::size_t own_strlen(const char* text);
}

namespace skillwake::client::fast {

TEST_CASE("what stands in for the C library does as the library does") {
    const std::string text("ab\0c\xff\x80z", 7);
    for (std::size_t bytes = 0; bytes <= text.size(); ++bytes) {
        CAPTURE(bytes);
        std::string copy(text.size(), '-');
        CHECK(own_memcpy(copy.data(), text.data(), bytes) == copy.data());
        CHECK(copy == text.substr(0, bytes) + std::string(text.size() - bytes, '-'));
        CHECK(own_memset(copy.data(), 0x1ff, bytes) == copy.data());
        CHECK(copy == std::string(bytes, '\xff') + std::string(text.size() - bytes, '-'));
        for (const int byte : {0x61, 0, 0xff, 0x71, 0x163}) {
            CHECK(own_memchr(text.data(), byte, bytes) == std::memchr(text.data(), byte, bytes));
        }
    }
    CHECK(own_strlen("") == 0);
    CHECK(own_strlen("abc\0d") == 3);
}

TEST_CASE("bytes are moved whole, also onto themselves") {
    for (std::size_t from = 0; from < 6; ++from) {
        for (std::size_t to = 0; to < 6; ++to) {
            std::string ours = "abcdefghij";
            std::string theirs = ours;
            CHECK(own_memmove(&ours[to], &ours[from], 4) == &ours[to]);
            std::memmove(&theirs[to], &theirs[from], 4);
            CHECK(ours == theirs);
        }
    }
}

TEST_CASE("bytes are compared without a sign") {
    CHECK(own_memcmp("abc", "abd", 2) == 0);
    CHECK(own_memcmp("abc", "abd", 3) < 0);
    CHECK(own_memcmp("abd", "abc", 3) > 0);
    CHECK(own_memcmp("\xff", "a", 1) > 0);
    CHECK(own_memcmp("", "", 0) == 0);
}

}  // namespace skillwake::client::fast
