#include "daemon/cache_home.h"

#include "base/file.h"
#include "base/file_descriptor.h"
#include "daemon/private_folder.h"
#include "matcher/text_hash.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kUnusedDays{30 * 24};

/// The number that is kept in `file`; a new one where there is none, or a damaged one.
Result<std::uint64_t> kept_seed(const fs::path& file) {
    auto seed = matcher::random_seed();
    if (const auto bytes = read_file(file, sizeof(seed)); bytes && bytes->size() == sizeof(seed)) {
        std::memcpy(&seed, bytes->data(), sizeof(seed));
        return seed;
    }
    // Of two daemons that begin at once one may keep what the other does not know: then it reads all anew.
    const auto beside = file.native() + "." + std::to_string(::getpid());
    const FileDescriptor made(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    const bool written =
        made && ::write(made.get(), &seed, sizeof(seed)) == static_cast<ssize_t>(sizeof(seed));
    if (!written || ::rename(beside.c_str(), file.c_str()) != 0) {
        const int failed = errno;
        (void)::unlink(beside.c_str());
        return system_error(failed).context(file.string());
    }
    return seed;
}

void delete_unused(const fs::path& folder) {
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        std::error_code gone;
        const auto used = fs::last_write_time(entry->path(), gone);
        if (!gone && entry->path().filename().string().find(".root") != std::string::npos &&
            fs::file_time_type::clock::now() - used > kUnusedDays) {
            fs::remove(entry->path(), gone);
        }
    }
}

}  // namespace

std::shared_ptr<const SnapshotCache> open_cache(const StateOptions& options, spdlog::logger& log) {
    const auto state = options.none ? fs::path() : state_folder(options.folder);
    if (state.empty()) {
        return nullptr;
    }
    const auto folder = state / "cache";
    auto made = make_folder_for_us_alone(folder, "--state");
    const auto seed = made ? kept_seed(folder / "seed") : Result<std::uint64_t>(made.error());
    if (!seed) {
        log.warn("cache: every start reads all skills: {}", seed.error().message());
        return nullptr;
    }
    matcher::use_hash_seed(*seed);
    delete_unused(folder);
    return std::make_shared<const SnapshotCache>(folder);
}

}  // namespace skillwake::daemon
