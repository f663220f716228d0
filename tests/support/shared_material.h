#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

/// Test data that others wrote (JSONTestSuite, utf8tests ...): too large or too foreign to be copied into the
/// program, so it may be absent. It lies in $SKILLWAKE_MATERIAL, else in ../shared/material beside the source
/// folder.
namespace skillwake::testing {

/// The file or folder `name` of the material; nullopt, with a message that the test is skipped, when it is
/// not there.
inline std::optional<std::filesystem::path> shared_material(const std::string& name) {
    const char* chosen =
        std::getenv("SKILLWAKE_MATERIAL");  // NOLINT(concurrency-mt-unsafe): one thread reads it
    const auto folder = chosen == nullptr
                            ? std::filesystem::path(SKILLWAKE_SOURCE_ROOT) / "../shared/material"
                            : std::filesystem::path(chosen);
    const auto place = (folder / name).lexically_normal();
    if (!std::filesystem::exists(place)) {
        MESSAGE("skipped: no " << place.string() << " (set SKILLWAKE_MATERIAL to the folder that has it)");
        return std::nullopt;
    }
    return place;
}

inline std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace skillwake::testing
