#pragma once

#include "client/context.h"
#include "client/install/hosts.h"

namespace skillwake::client {

/// Where an install of ours finds what it needs, as seen from where the user stands.
InstallPlaces install_places(const Context& context);

}  // namespace skillwake::client
