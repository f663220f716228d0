#include "protocol/frame.h"

#include "tests/support/error_text.h"

#include <doctest/doctest.h>

#include <sys/resource.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::protocol {
namespace {

using Frames = std::vector<std::string>;

/// Everything that `bytes` hold, written in steps of at most `step`; ends with the error, when there is one.
Frames frames_of(std::string_view bytes, std::size_t step, std::size_t max_frame_bytes = 1U << 20U) {
    FrameReader reader(max_frame_bytes);
    Frames frames;
    while (!bytes.empty()) {
        const auto area = reader.write_area();
        const auto count = std::min({area.size(), step, bytes.size()});
        std::memcpy(area.data(), bytes.data(), count);
        reader.wrote(count);
        bytes.remove_prefix(count);
        for (;;) {
            const auto frame = reader.next();
            if (!frame) {
                frames.push_back(testing::error_text(frame));
                return frames;
            }
            if (!*frame) {
                break;
            }
            frames.emplace_back(**frame);
        }
    }
    return frames;
}

}  // namespace

TEST_CASE("FrameReader gives the same lines however the bytes arrive") {
    const std::string binary("\xFF\0\x1B", 3);
    const std::string grows(5000, 'y');  // past the first buffer
    const auto bytes = "{\"a\":1}\n\n{\"b\":2}\r\n\r\n \r \n" + binary + "\n" + grows + "\nunfinished";
    const Frames expected = {"{\"a\":1}", "", "{\"b\":2}", "", " \r ", binary, grows};
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        CAPTURE(step);
        REQUIRE(frames_of(bytes, step) == expected);
    }
}

TEST_CASE("a frame may be as long as the limit, and not one byte longer") {
    for (const std::size_t limit : {0UL, 1UL, 10UL, 4095UL, 4096UL, 4097UL, 100000UL}) {
        for (const std::size_t step : {1UL, 4096UL, 1UL << 20U}) {
            CAPTURE(limit);
            CAPTURE(step);
            const std::string at(limit, 'x');
            const auto refusal = "frame is longer than the limit of " + std::to_string(limit) + " bytes";
            CHECK(frames_of(at + "\n" + at + "\r\n", step, limit) == Frames{at, at});
            CHECK(frames_of(at + "x\n" + at + "\n", step, limit) == Frames{refusal});
            CHECK(frames_of(at + "x\r\n", step, limit) == Frames{refusal});
            CHECK(frames_of(at + "\rx", step, limit) == Frames{refusal});
        }
    }
}

TEST_CASE("lines before the one that is too long are still given") {
    CHECK(frames_of("one\ntwo\nthree!\nfour\n", 64, 5) ==
          Frames{"one", "two", "frame is longer than the limit of 5 bytes"});
}

TEST_CASE("a refused stream stays refused") {
    FrameReader reader(3);
    std::memcpy(reader.write_area().data(), "long\nok\n", 8);
    reader.wrote(8);
    for (int again = 0; again < 3; ++again) {
        const auto frame = reader.next();
        REQUIRE(!frame);
        CHECK(frame.error().code() == Errc::TooLarge);
    }
}

TEST_CASE("a line without an end is refused before it fills memory") {
    constexpr std::size_t kLimit = 64U << 10U;
    FrameReader reader(kLimit);
    std::size_t written = 0;
    std::size_t largest_area = 0;
    while (reader.next()) {
        const auto area = reader.write_area();
        REQUIRE_FALSE(area.empty());
        std::fill(area.begin(), area.end(), 'x');
        reader.wrote(area.size());
        written += area.size();
        largest_area = std::max(largest_area, area.size());
        REQUIRE(written <= 4 * kLimit);
    }
    CHECK(written > kLimit);
    CHECK(largest_area <= 2 * kLimit);
}

TEST_CASE("where memory ends a line gets no more room, and the reader goes on when there is some again") {
#ifdef SKILLWAKE_SANITIZED
    MESSAGE("skipped: a sanitizer takes address space as it likes");
#else
    rlimit was{};
    REQUIRE(::getrlimit(RLIMIT_AS, &was) == 0);
    FrameReader reader(1U << 30U);
    const auto fill = [&] {
        const auto area = reader.write_area();
        std::fill(area.begin(), area.end(), 'x');
        reader.wrote(area.size());
        return area.size();
    };
    while (fill() < (4U << 20U)) {
    }
    const rlimit none{1, was.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_AS, &none) == 0);
    const bool refused = reader.write_area().empty();
    const bool again = reader.write_area().empty();
    REQUIRE(::setrlimit(RLIMIT_AS, &was) == 0);
    CHECK(refused);
    CHECK(again);
    CHECK_FALSE(reader.write_area().empty());
    reader.write_area().front() = '\n';
    reader.wrote(1);
    CHECK((**reader.next()).size() == 8U << 20U);
#endif
}

TEST_CASE("the memory of a huge line is given back when it has been read") {
    FrameReader reader(8U << 20U);
    for (std::size_t written = 0; written < (4U << 20U);) {
        const auto area = reader.write_area();
        std::fill(area.begin(), area.end(), 'x');
        reader.wrote(area.size());
        written += area.size();
    }
    reader.write_area().front() = '\n';
    reader.wrote(1);
    REQUIRE((**reader.next()).size() >= 4U << 20U);
    CHECK(reader.write_area().size() == 4096);
}

TEST_CASE("a huge line arrives whole, and the lines after it too") {
    const std::string huge(8U << 20U, 'h');
    CHECK(frames_of(huge + "\nsmall\n" + huge + "\n", 65536, huge.size()) == Frames{huge, "small", huge});
}

TEST_CASE("a frame stays valid until the next write_area()") {
    FrameReader reader(100);
    const std::string_view bytes = "first\nsecond\n";
    std::memcpy(reader.write_area().data(), bytes.data(), bytes.size());
    reader.wrote(bytes.size());
    const auto first = **reader.next();
    const auto second = **reader.next();
    CHECK_FALSE(*reader.next());
    CHECK(first == "first");
    CHECK(second == "second");
}

TEST_CASE("holds_part tells whether a line is unfinished") {
    FrameReader reader(100);
    CHECK_FALSE(reader.holds_part());
    CHECK_FALSE(*reader.next());
    std::memcpy(reader.write_area().data(), "a\nb", 3);
    reader.wrote(3);
    CHECK(**reader.next() == "a");
    CHECK_FALSE(*reader.next());
    CHECK(reader.holds_part());
    reader.write_area()[0] = '\n';
    reader.wrote(1);
    CHECK(**reader.next() == "b");
    CHECK_FALSE(reader.holds_part());
}

}  // namespace skillwake::protocol
