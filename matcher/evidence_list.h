#pragma once

#include "matcher/evidence.h"

#include <cstddef>
#include <vector>

namespace skillwake::matcher {

/// Kept of one skill in one event, for it and as many against it.
inline constexpr std::ptrdiff_t kMaxEvidence = 24;

/// Adds `evidence` to what is known of one skill. A full list keeps the strongest: a wish may stand behind a
/// page of pasted text.
void keep_strongest(std::vector<Evidence>& list, Evidence evidence);

}  // namespace skillwake::matcher
