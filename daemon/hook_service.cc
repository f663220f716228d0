#include "daemon/hook_service.h"

#include "hook/answer.h"
#include "hook/input.h"

#include <utility>
#include <variant>

namespace skillwake::daemon {
namespace {

Result<std::optional<hook::Host>> host_of(const protocol::HookParams& params) {
    const auto host = params.host ? hook::host_named(*params.host) : std::nullopt;
    if (params.host && !host) {
        return Error(Errc::Invalid, "params.host: " + protocol::detail::expected_names<hook::Host>());
    }
    return host;
}

}  // namespace

/// Says what became of the conversation, which stays true however late we hear of it.
bool HookService::is_lasting(const protocol::Event& event) {
    return std::holds_alternative<protocol::SessionEvent>(event) ||
           std::holds_alternative<protocol::SkillEvent>(event);
}

bool HookService::is_late(const protocol::HookParams& params) const {
    return params.until_us && clock_.steady() > Clock::Duration(static_cast<std::int64_t>(*params.until_us));
}

Result<hook::HookInput> HookService::read(const protocol::HookParams& params, protocol::JsonParser& parser) {
    const auto host = host_of(params);
    if (!host) {
        return host.error();
    }
    auto input = hook::read_hook_input(params.input.text, *host, parser);
    if (!input) {
        return std::move(input).error().context("params.input");
    }
    if (!input->cwd) {
        input->cwd = params.cwd;
    }
    return input;
}

Result<protocol::RawJson> HookService::answer(const protocol::HookParams& params) {
    auto input = read(params, parser_);
    if (!input) {
        return std::move(input).error();
    }
    const bool late = is_late(params);
    if (late) {
        input->context = hook::Context::Ignored;
    }
    for (const auto& event : input->events) {
        // Before the first of them changes anything.
        if (auto fits = events_.fits_loop(event, input->events.size()); !fits) {
            return std::move(fits).error();
        }
    }
    hook::HookAnswer answer(*input);
    for (const auto& event : input->events) {
        if (late && !is_lasting(event)) {
            continue;
        }
        const auto result = events_.event(answer.question(event));
        if (result) {
            answer.add(*result);
        } else if (result.error().code() != Errc::NotFound) {  // a host has skills and commands of its own
            return result.error();
        }
    }
    return protocol::RawJson{late ? "null" : answer.output().value_or("null")};
}

}  // namespace skillwake::daemon
