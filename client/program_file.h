#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

/// Where the programs lie.
namespace skillwake::client {

/// The folder of the running executable; empty when the system does not tell and `called_as` holds no folder.
std::filesystem::path own_folder(const char* called_as);

/// skillwaked: beside us, then as the build tree lays it (../daemon), then on `search_path` ($PATH's form).
std::optional<std::filesystem::path> find_daemon(const std::filesystem::path& own_folder,
                                                 std::string_view search_path);

}  // namespace skillwake::client
