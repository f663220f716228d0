#pragma once

#include "base/result.h"

#include <spdlog/logger.h>

#include <cstddef>
#include <memory>
#include <string>

namespace skillwake {

struct LogOptions {
    std::string file;                        ///< empty: stderr
    std::string level = "info";              ///< trace, debug, info, warn, error, off
    std::size_t max_file_bytes = 5U << 20U;  ///< then the file is rotated
    std::size_t max_files = 3;               ///< kept beside the current one
};

/// A logger to the place that `options` names; main makes one and hands it to whoever logs.
/// Errc::Invalid: unknown level. Errc::Io: the file cannot be opened.
Result<std::shared_ptr<spdlog::logger>> open_log(const LogOptions& options);

/// Drops everything: for tests.
std::shared_ptr<spdlog::logger> silent_log();

}  // namespace skillwake
