#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The settings files of others: read, kept, and replaced whole or not at all.
namespace skillwake::client {

/// Claude Code's own file grows with its history.
inline constexpr std::size_t kMaxSettingsBytes = 64U << 20U;

/// nullopt: there is no such file. The path is in the message of an error.
Result<std::optional<std::string>> read_settings(const std::filesystem::path& file);

/// Writes beside the file and moves it into its place, so that no reader sees half of it; folders are made. A
/// symlink stays, what it points to is replaced. The mode stays; a new file gets 0644 as the umask allows.
Status write_settings(const std::filesystem::path& file, std::string_view text);

/// Keeps `text` as FILE.skillwake-backup, or FILE.skillwake-backup-2 ..., where those hold other texts:
/// nothing is ever overwritten. The path of the file that holds it now; readable by its owner alone.
Result<std::filesystem::path> back_up(const std::filesystem::path& file, std::string_view text);

struct Backup {
    std::filesystem::path file;
    std::string text;
};
/// Those of `file` that can be read, the oldest first.
std::vector<Backup> backups_of(const std::filesystem::path& file);

}  // namespace skillwake::client
