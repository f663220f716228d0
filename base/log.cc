#include "base/log.h"

#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace skillwake {

Result<std::shared_ptr<spdlog::logger>> open_log(const LogOptions& options) {
    const auto level = spdlog::level::from_str(options.level);
    if (level == spdlog::level::off && options.level != "off") {
        return Error(Errc::Invalid,
                     "unknown log level '" + options.level + "' (trace, debug, info, warn, error, off)");
    }
    spdlog::sink_ptr sink;
    try {
        if (options.file.empty()) {
            sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        } else {
            sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                options.file, options.max_file_bytes, options.max_files);
        }
    } catch (const spdlog::spdlog_ex& failure) {
        return Error(Errc::Io, failure.what());
    }
    auto log = std::make_shared<spdlog::logger>("skillwaked", std::move(sink));
    log->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
    log->set_level(level);
    log->flush_on(spdlog::level::info);
    return log;
}

std::shared_ptr<spdlog::logger> silent_log() {
    auto log = std::make_shared<spdlog::logger>("silent", std::make_shared<spdlog::sinks::null_sink_mt>());
    log->set_level(spdlog::level::off);
    return log;
}

}  // namespace skillwake
