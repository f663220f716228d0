#include "client/program_file.h"

#include "base/text.h"

#include <unistd.h>

#include <vector>

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;

bool can_run(const fs::path& file) {
    std::error_code failed;
    return fs::is_regular_file(file, failed) && ::access(file.c_str(), X_OK) == 0;
}

}  // namespace

fs::path own_folder(const char* called_as) {
    std::error_code failed;
    const auto linux_way = fs::read_symlink("/proc/self/exe", failed);
    if (!failed) {
        return linux_way.parent_path();
    }
    const fs::path called(called_as == nullptr ? "" : called_as);
    if (!called.has_parent_path()) {
        return {};
    }
    const auto real = fs::canonical(called, failed);
    return failed ? fs::path() : real.parent_path();
}

std::optional<fs::path> find_daemon(const fs::path& own_folder, std::string_view search_path) {
    constexpr const char* kName = "skillwaked";
    std::vector<fs::path> folders;
    if (!own_folder.empty()) {
        folders.push_back(own_folder);
        folders.push_back(own_folder.parent_path() / "daemon");
    }
    for (const auto folder : split(search_path, ':')) {
        // An empty or relative folder would mean the current one: a program of a checkout must not be run by
        // chance.
        if (folder.starts_with('/')) {
            folders.emplace_back(folder);
        }
    }
    for (const auto& folder : folders) {
        if (can_run(folder / kName)) {
            return folder / kName;
        }
    }
    return std::nullopt;
}

}  // namespace skillwake::client
