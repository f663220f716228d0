#include "client/ask.h"
#include "client/run.h"
#include "client/safe_text.h"
#include "client/skill_text.h"
#include "protocol/skill.h"

#include <cstdlib>
#include <string>

/// `list`, `show`, `read`, `invoke`.
namespace skillwake::client {
namespace {

/// The text exactly, for a pipe; a screen must not obey what a skill's author wrote into it.
std::string as_it_is(const std::string& text, const Look& look) {
    return look.terminal ? safe_block(text) : text;
}

std::string home_folder() {
    const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe): nobody sets variables
    return home == nullptr ? "" : home;
}

}  // namespace

ExitCode run(const ListCommand& command, const Context& context) {
    const protocol::ListParams params{request_cwd(context),
                                      command.shadowed ? std::optional(true) : std::nullopt};
    return ask<protocol::ListResult>(context, "skill.list", protocol::to_json(params), [&](const auto& list) {
        const Seat seat{context.own_cwd, home_folder()};
        return command.shadowed ? shadowed_text(list, seat, context.look)
                                : list_text(list, seat, context.look);
    });
}

ExitCode run(const ShowCommand& command, const Context& context) {
    const protocol::ShowParams params{command.name, request_cwd(context)};
    const auto triggers = command.all_triggers ? ShownTriggers::All : ShownTriggers::Declared;
    return ask<protocol::ShowResult>(
        context, "skill.show", protocol::to_json(params),
        [&](const auto& shown) { return show_text(shown, triggers, context.look); });
}

ExitCode run(const ReadCommand& command, const Context& context) {
    const protocol::ReadParams params{command.name, request_cwd(context), command.section, command.lines,
                                      command.file};
    return ask<protocol::ReadResult>(
        context, "skill.read", protocol::to_json(params),
        [&context](const auto& read) { return as_it_is(read.text, context.look); });
}

ExitCode run(const InvokeCommand& command, const Context& context) {
    protocol::InvokeParams params;
    params.command = command.name;
    params.args = command.args;
    params.cwd = request_cwd(context);
    return ask<protocol::InvokeResult>(
        context, "skill.invoke", protocol::to_json(params),
        [&context](const auto& invoked) { return as_it_is(invoked.content.plain(), context.look); });
}

}  // namespace skillwake::client
