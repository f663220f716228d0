#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

/// Test data that others wrote (JSONTestSuite, utf8tests, real skills ...): too large or too foreign to be
/// copied into the program, so it may be absent. It lies in folders beside the source folder, or where the
/// environment says.
namespace skillwake::testing {

/// `name` below the folder that the environment variable `chosen_by` names, else below `standard`; nullopt,
/// with a message that the test is skipped, when it is not there.
inline std::optional<std::filesystem::path> shared_place(const char* chosen_by, const std::string& standard,
                                                         const std::string& name) {
    const char* chosen = std::getenv(chosen_by);  // NOLINT(concurrency-mt-unsafe): one thread reads it
    const auto folder = chosen == nullptr ? std::filesystem::path(SKILLWAKE_SOURCE_ROOT) / standard
                                          : std::filesystem::path(chosen);
    const auto place = (folder / name).lexically_normal();
    if (!std::filesystem::exists(place)) {
        MESSAGE("skipped: no " << place.string() << " (set " << chosen_by << " to the folder that has it)");
        return std::nullopt;
    }
    return place;
}

/// Test suites of others: in $SKILLWAKE_MATERIAL, else in ../shared/material.
inline std::optional<std::filesystem::path> shared_material(const std::string& name) {
    return shared_place("SKILLWAKE_MATERIAL", "../shared/material", name);
}

/// Real skills and source files: in $SKILLWAKE_CORPORA, else in ../shared/corpora.
inline std::optional<std::filesystem::path> shared_corpus(const std::string& name) {
    return shared_place("SKILLWAKE_CORPORA", "../shared/corpora", name);
}

inline std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace skillwake::testing
