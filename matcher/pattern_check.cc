#include "matcher/pattern_check.h"

#include "matcher/thread_time.h"
#include "matcher/trigger_pattern.h"

#include <re2/re2.h>

namespace skillwake::matcher {
namespace {

Status compile(const std::string& pattern, const PatternLimits& limits) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(limits.memory);
    const RE2 probe(pattern, options);
    if (probe.error_code() == RE2::ErrorPatternTooLarge ||
        (probe.ok() && probe.ProgramSize() > limits.program)) {
        return Error(Errc::TooLarge, "it is larger than " + std::to_string(limits.program) +
                                         " steps: repeat less, or fewer kinds of letters");
    }
    if (!probe.ok()) {
        const auto construct = foreign_construct(pattern);
        return Error(Errc::Invalid, construct.empty() ? "not a pattern that RE2 takes: " + probe.error()
                                                      : "RE2 has no " + construct);
    }
    return Ok{};
}

}  // namespace

Status PatternCheck::check(const std::string& pattern) {
    if (pattern.size() > limits_.bytes) {
        return Error(Errc::TooLarge, "it is longer than " + std::to_string(limits_.bytes) + " bytes");
    }
    if (spent_ > limits_.all) {
        return Error(Errc::TooLarge, "the patterns before it took more than " +
                                         std::to_string(limits_.all.count()) + " ms to compile");
    }
    const auto began = thread_time();
    auto checked = compile(pattern, limits_);
    spent_ += thread_time() - began;
    return checked;
}

}  // namespace skillwake::matcher
