#include "base/log.h"

#include "base/safe_text.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace skillwake {

namespace {

/// The message of a line, as one line: what is logged may name a folder or a skill that a stranger named.
class SafeMessage final : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
                spdlog::memory_buf_t& out) override {
        const auto text = safe_line({message.payload.data(), message.payload.size()});
        out.append(text.data(), text.data() + text.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<SafeMessage>(); }
};

std::unique_ptr<spdlog::formatter> line_formatter() {
    auto formatter = std::make_unique<spdlog::pattern_formatter>();
    formatter->add_flag<SafeMessage>('*').set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %*");
    return formatter;
}

}  // namespace

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
    log->set_formatter(line_formatter());
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
