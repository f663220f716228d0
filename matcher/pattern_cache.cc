#include "matcher/pattern_cache.h"

#include "matcher/pattern_set.h"

#include <re2/re2.h>

namespace skillwake::matcher {

PatternCache::PatternCache() = default;
PatternCache::~PatternCache() = default;

std::shared_ptr<const RE2> PatternCache::get(std::uint32_t number, const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (const auto known = places_.find(number); known != places_.end()) {
        used_.splice(used_.begin(), used_, known->second);
        return used_.front().second;
    }
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(PatternSet::kMaxPatternMemory);
    options.set_never_capture(true);  // only the whole match is asked for: quicker to compile
    used_.emplace_front(number, std::make_shared<const RE2>(text, options));
    places_[number] = used_.begin();
    if (used_.size() > kMost) {
        places_.erase(used_.back().first);
        used_.pop_back();
    }
    return used_.front().second;
}

}  // namespace skillwake::matcher
