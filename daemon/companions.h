#pragma once

#include "daemon/catalogue.h"
#include "matcher/judge.h"

#include <string_view>

namespace skillwake::daemon {

/// Skills that the authors of others want beside them: what a skill to be loaded requires is to be loaded
/// behind it, and so on; what it has an affinity to is to be named. Those that may not come unasked, and
/// names that no skill has, are left out.
void add_companions(const Catalogue& catalogue, matcher::Judgement& judgement);

/// Rules of the tool `host` ("cursor") that it loads itself are not given again, unless the prompt mentions
/// them.
void leave_to_host(const Catalogue& catalogue, std::string_view host, matcher::Judgement& judgement);

}  // namespace skillwake::daemon
