#pragma once

#include "protocol/message.h"
#include "protocol/skill.h"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

/// `hello` and `daemon.*`.
namespace skillwake::protocol {

inline constexpr std::uint32_t kProtocolVersion = 1;

struct Limit {
    std::string name;
    std::uint64_t value = 0;

    static constexpr auto kFields =
        std::tuple(required("name", &Limit::name), required("value", &Limit::value));
};

struct HelloResult {
    std::uint32_t protocol = kProtocolVersion;
    std::string version;  ///< of the daemon
    std::uint64_t pid = 0;
    std::vector<std::string> capabilities;
    std::vector<Limit> limits;

    static constexpr auto kFields =
        std::tuple(required("protocol", &HelloResult::protocol), required("version", &HelloResult::version),
                   required("pid", &HelloResult::pid), required("capabilities", &HelloResult::capabilities),
                   required("limits", &HelloResult::limits));
};

struct RootStatus {
    std::string path;
    std::string scope;
    std::uint64_t skills = 0;
    std::uint64_t diagnostics = 0;
    std::uint64_t loads = 0;  ///< how often it has been read since the start
    std::string state;        ///< loaded, loading, missing
    std::string watched;      ///< how changes are seen: events, polling; nothing: it is not loaded yet

    static constexpr auto kFields =
        std::tuple(required("path", &RootStatus::path), required("scope", &RootStatus::scope),
                   required("skills", &RootStatus::skills), required("diagnostics", &RootStatus::diagnostics),
                   required("loads", &RootStatus::loads), required("state", &RootStatus::state),
                   required("watched", &RootStatus::watched));
};

struct Latency {
    std::uint64_t count = 0;  ///< of events, since the start
    std::uint64_t median_us = 0;
    std::uint64_t p99_us = 0;
    std::uint64_t max_us = 0;

    static constexpr auto kFields =
        std::tuple(required("count", &Latency::count), required("median_us", &Latency::median_us),
                   required("p99_us", &Latency::p99_us), required("max_us", &Latency::max_us));
};

/// How long the loop was busy before it asked the system again, each time: for so long nobody is heard.
struct LoopStatus {
    std::uint64_t turns = 0;  ///< since the start
    std::uint64_t median_us = 0;
    std::uint64_t p99_us = 0;
    std::uint64_t max_us = 0;
    std::uint64_t work_max_us = 0;  ///< of its own processor time in one turn: others may keep it waiting
    std::uint64_t over_5ms = 0;     ///< turns that worked longer

    static constexpr auto kFields = std::tuple(
        required("turns", &LoopStatus::turns), required("median_us", &LoopStatus::median_us),
        required("p99_us", &LoopStatus::p99_us), required("max_us", &LoopStatus::max_us),
        required("work_max_us", &LoopStatus::work_max_us), required("over_5ms", &LoopStatus::over_5ms));
};

struct HttpStatus {
    std::string url;         ///< where hooks are posted
    std::string token_file;  ///< its text is the secret
    std::uint64_t clients = 0;

    static constexpr auto kFields =
        std::tuple(required("url", &HttpStatus::url), required("token_file", &HttpStatus::token_file),
                   required("clients", &HttpStatus::clients));
};

struct StatusResult {
    std::string version;
    std::uint64_t pid = 0;
    std::string socket;
    std::uint64_t uptime_s = 0;
    std::uint64_t generation = 0;  ///< counts every change of any root
    std::uint64_t skills = 0;
    std::vector<RootStatus> roots;
    std::uint64_t sessions = 0;
    std::uint64_t clients = 0;
    std::uint64_t subscribers = 0;
    std::optional<HttpStatus> http;  ///< absent: not served
    Latency events;
    LoopStatus loop;
    std::vector<Diagnostic> diagnostics;  ///< of all roots, disabled triggers among them
    std::vector<Limit> limits;

    static constexpr auto kFields = std::tuple(
        required("version", &StatusResult::version), required("pid", &StatusResult::pid),
        required("socket", &StatusResult::socket), required("uptime_s", &StatusResult::uptime_s),
        required("generation", &StatusResult::generation), required("skills", &StatusResult::skills),
        required("roots", &StatusResult::roots), required("sessions", &StatusResult::sessions),
        required("clients", &StatusResult::clients), required("subscribers", &StatusResult::subscribers),
        optional("http", &StatusResult::http), required("events", &StatusResult::events),
        required("loop", &StatusResult::loop), required("diagnostics", &StatusResult::diagnostics),
        required("limits", &StatusResult::limits));
};

struct ReloadResult {
    std::uint64_t roots = 0;  ///< that are being read again

    static constexpr auto kFields = std::tuple(required("roots", &ReloadResult::roots));
};

struct StopResult {
    bool stopping = true;

    static constexpr auto kFields = std::tuple(required("stopping", &StopResult::stopping));
};

struct SubscribeResult {
    bool subscribed = true;

    static constexpr auto kFields = std::tuple(required("subscribed", &SubscribeResult::subscribed));
};

/// A notification of `daemon.subscribe`: roots were read anew and hold something else than before.
struct CatalogueNote {
    std::uint64_t generation = 0;  ///< as `skill.list` of a workspace that sees one of them will tell

    static constexpr auto kFields = std::tuple(required("generation", &CatalogueNote::generation));
};

}  // namespace skillwake::protocol
