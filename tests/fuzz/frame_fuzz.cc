#include "protocol/frame.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <cstring>
#include <string_view>

/// A FrameReader gives what a plain search for line ends gives, however the bytes arrive. The first two bytes
/// say how long a frame may be and in which steps the rest comes.
namespace skillwake::fuzz {
namespace {

struct Lines {
    std::vector<std::string> frames;
    bool refused = false;

    bool operator==(const Lines&) const = default;
};

Lines expected_lines(std::string_view bytes, std::size_t max_frame_bytes) {
    Lines lines;
    for (;;) {
        const auto end = bytes.find('\n');
        auto line = bytes.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.size() > max_frame_bytes) {
            lines.refused = true;
            return lines;
        }
        if (end == std::string_view::npos) {
            return lines;
        }
        lines.frames.emplace_back(line);
        bytes.remove_prefix(end + 1);
    }
}

Lines read_lines(std::string_view bytes, std::size_t max_frame_bytes, std::size_t step) {
    protocol::FrameReader reader(max_frame_bytes);
    Lines lines;
    while (!bytes.empty()) {
        const auto area = reader.write_area();
        require(!area.empty());
        const auto count = std::min({area.size(), step, bytes.size()});
        std::memcpy(area.data(), bytes.data(), count);
        reader.wrote(count);
        bytes.remove_prefix(count);
        for (;;) {
            const auto frame = reader.next();
            if (!frame) {
                lines.refused = true;
                return lines;
            }
            if (!*frame) {
                break;
            }
            lines.frames.emplace_back(**frame);
        }
    }
    return lines;
}

}  // namespace

std::vector<std::string> seeds() {
    return {std::string("\x08\x01", 2) + "{\"a\":1}\n{\"b\":2}\r\n\n", "\x40\x07 one\r\n\r\ntwo\nthree",
            "\x03\xFF"
            "abc\nabcd\n",
            "\xFF\x02" + std::string(300, 'x') + "\n"};
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace skillwake::fuzz;
    if (size < 2) {
        return 0;
    }
    const std::size_t max_frame_bytes = data[0];
    const std::size_t step = std::size_t{data[1]} + 1;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
    require(read_lines(bytes, max_frame_bytes, step) == expected_lines(bytes, max_frame_bytes));
    return 0;
}
