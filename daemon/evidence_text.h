#pragma once

#include "matcher/evidence.h"

#include <string>
#include <vector>

namespace skillwake::daemon {

/// Why, as a clause that a model can read: "src/a.py imports asyncio, and the prompt says 'event loop'". The
/// strongest two reasons; facts only. Empty: nothing speaks for it.
std::string reasons_text(const std::vector<matcher::Evidence>& evidence);

/// The names of the triggers that held, the strongest first, at most `most`: "import asyncio". They are what
/// an author wrote or what was derived from the skill's own text, never the text of a prompt or file.
std::vector<std::string> trigger_names(const std::vector<matcher::Evidence>& evidence, std::size_t most);

}  // namespace skillwake::daemon
