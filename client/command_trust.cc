#include "client/ask.h"
#include "client/run.h"
#include "client/table.h"
#include "client/units.h"
#include "protocol/trust.h"

/// `trust`.
namespace skillwake::client {
namespace {

using protocol::TrustChange;

std::string table_of(const std::vector<protocol::ProjectSkill>& skills, const Look& look) {
    if (skills.empty()) {
        return "no project has skills here\n";
    }
    Table table({{"NAME"}, {"TRUSTED"}, {"PATH", Align::Left, Cut::Begin}});
    for (const auto& skill : skills) {
        table.add({skill.skill,
                   {skill.trusted ? "yes" : "no", skill.trusted ? Style::Good : Style::Warn},
                   skill.path});
    }
    return table.text(look);
}

std::string trust_text(const protocol::TrustResult& result, TrustChange change, const Look& look) {
    auto text = table_of(result.skills, look);
    if (change != TrustChange::None) {
        text.append(change == TrustChange::Add ? "newly trusted: " : "no longer trusted: ")
            .append(count_text(result.changed, "skill"))
            .append("\n");
    }
    if (result.policy != "ask") {
        text.append("the daemon's setting project-trust is '" + result.policy + "': skills of projects are ")
            .append(result.policy == "host" ? "loaded without this\n" : "never loaded\n");
    }
    return text;
}

}  // namespace

ExitCode run(const TrustCommand& command, const Context& context) {
    protocol::TrustParams params;
    params.cwd = command.folder ? absolute_path(context, *command.folder) : request_cwd(context);
    params.change = command.change;
    return ask<protocol::TrustResult>(
        context, "daemon.trust", protocol::to_json(params),
        [&](const auto& result) { return trust_text(result, command.change, context.look); });
}

}  // namespace skillwake::client
