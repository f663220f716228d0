#pragma once

#include "base/result.h"
#include "daemon/root_snapshot.h"
#include "daemon/trust.h"
#include "protocol/trust.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace skillwake::daemon {

/// daemon.trust, asked. What is to be trusted is read to its last file, so it is made on a worker where there
/// is one; only then anything changes, on the loop.
struct TrustOrder {
    protocol::TrustChange change{};
    std::filesystem::path folder;
    std::vector<std::shared_ptr<const RootSnapshot>> roots;  ///< all that may have skills there; none null
    Trust trust;                                             ///< as it was when it was asked

    struct Made {
        std::optional<Trust::Change> change;  ///< nothing is to change
        protocol::TrustResult result;
    };
    /// On any thread that may block. Errc::TooLarge: as Trust::adding().
    Result<Made> make() const;
};

}  // namespace skillwake::daemon
