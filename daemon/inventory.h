#pragma once

#include "daemon/catalogue.h"
#include "daemon/root_store.h"
#include "daemon/trust.h"
#include "protocol/daemon.h"
#include "protocol/skill.h"

#include <cstddef>
#include <memory>
#include <vector>

/// Answers that grow with the number of skills, to be made of values that no longer change: on any thread.
namespace skillwake::daemon {

/// skill.list of one workspace.
struct SkillList {
    std::shared_ptr<const Catalogue> catalogue;
    Trust trust;  ///< as it was when it was asked
    bool shadowed = false;

    /// Skills and diagnostics that it looks at: what it costs goes with them.
    std::size_t size() const;
    protocol::ListResult make() const;
};

/// daemon.status.
struct DaemonStatus {
    protocol::StatusResult counted;  ///< all but what roots tell
    std::vector<RootStore::Root> roots;

    std::size_t size() const;  ///< diagnostics
    protocol::StatusResult make() const;
};

}  // namespace skillwake::daemon
