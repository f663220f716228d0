#pragma once

#include "base/result.h"
#include "client/install/hosts.h"

#include <filesystem>
#include <optional>
#include <string>

/// What an install or uninstall would do to one file, and doing it.
namespace skillwake::client {

struct Change {
    std::filesystem::path file;
    std::optional<std::string> before;  ///< nullopt: no such file
    std::optional<std::string> after;
    std::filesystem::path spent_backup;  ///< that `after` is taken from; empty: none

    bool is_needed() const { return before != after; }
};

/// Reads the file; changes nothing. An error names the file and leaves it as it is.
Result<Change> plan_install(const HostFile& file);

/// Takes out what plan_install() put in. Where nothing else has changed since, `after` is what was there
/// before, byte for byte: the backup, or no file.
Result<Change> plan_uninstall(const HostFile& file);

/// Writes `after`, or removes the file; keeps `before` as a backup when it holds anything that `after` may
/// lack. The backup's path; empty: none was needed. Errc::Unavailable: the file is no longer as it was read.
Result<std::filesystem::path> carry_out(const Change& change);

/// How much of an install is there.
enum class Installed { No, Partly, Yes };
Result<Installed> installed_state(const HostFile& file);

}  // namespace skillwake::client
