#include "daemon/trust_home.h"

#include "base/file.h"
#include "daemon/http_token.h"
#include "daemon/private_folder.h"

namespace skillwake::daemon {
namespace {

constexpr std::size_t kMaxTrustFile = 32U << 20U;  ///< Trust::kMaxTrusted lines of long paths

}  // namespace

void open_trust(const StateOptions& options, Trust& trust, spdlog::logger& log) {
    const auto folder = options.none ? std::filesystem::path() : state_folder(options.folder);
    if (folder.empty()) {
        return;
    }
    const auto file = folder / "trusted-skills";
    if (const auto text = read_file(file, kMaxTrustFile)) {
        trust.restore(*text);
    } else if (text.error().code() != Errc::NotFound) {
        log.warn("trust: no project is trusted: {}: {}", file.string(), text.error().message());
    }
    trust.write_to([folder, file](std::string_view text) {
        auto made = make_private_folder(folder, "--state");
        return made ? write_private(file, text) : made;
    });
}

}  // namespace skillwake::daemon
