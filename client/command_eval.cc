#include "base/file.h"
#include "client/ask.h"
#include "client/eval_cases.h"
#include "client/eval_text.h"
#include "client/run.h"
#include "protocol/decision.h"
#include "protocol/skill.h"

#include <set>
#include <tuple>
#include <utility>

/// `eval`.
namespace skillwake::client {
namespace {

/// EventParams whose event is passed on as the case has it.
struct CaseParams {
    std::optional<std::string> cwd;
    protocol::RawJson event;
    protocol::ContentMode content = protocol::ContentMode::None;

    static constexpr auto kFields = std::tuple(protocol::optional("cwd", &CaseParams::cwd),
                                               protocol::required("event", &CaseParams::event),
                                               protocol::required("content", &CaseParams::content));
};

/// The cases of all files; with several, an id begins with its file.
Result<std::vector<AnsweredCase>> read_files(const EvalCommand& command, const Context& context) {
    std::vector<AnsweredCase> all;
    for (const auto& file : command.files) {
        const auto path = absolute_path(context, file);
        const auto text = read_file(path, kMaxEvalFileBytes);
        if (!text) {
            return Error(text.error()).context(file);
        }
        auto cases = read_eval_cases(*text, command.skill.empty() ? skill_beside(path) : command.skill);
        if (!cases) {
            return std::move(cases).error().context(file);
        }
        for (auto& labelled : *cases) {
            if (command.files.size() > 1) {
                labelled.id = file + ":" + labelled.id;
            }
            all.push_back({std::move(labelled), {}});
        }
    }
    return all;
}

Status answer(AnsweredCase& asked, Connection& connection, const std::optional<std::string>& cwd) {
    const CaseParams params{cwd, asked.labelled.event};
    const auto json = connection.call("session.event", protocol::to_json(params));
    if (!json) {
        return json.error();
    }
    auto result = protocol::read_message<protocol::EventResult>(*json, "result");
    if (!result) {
        return std::move(result).error();
    }
    for (auto& loaded : result->loaded) {
        asked.fired.push_back({std::move(loaded.skill), std::move(loaded.path), true});
    }
    for (auto& suggested : result->suggested) {
        asked.fired.push_back({std::move(suggested.skill), std::move(suggested.path), false});
    }
    return Ok{};
}

std::set<std::string> labels_of(const std::vector<AnsweredCase>& cases) {
    std::set<std::string> labels;
    for (const auto& [labelled, fired] : cases) {
        for (const auto& group : labelled.wanted) {
            labels.insert(group.begin(), group.end());
        }
        labels.insert(labelled.forbidden.begin(), labelled.forbidden.end());
    }
    return labels;
}

/// A label with a typing error would only look like a missed or a silent skill.
Result<std::vector<std::string>> unknown_labels(const std::vector<AnsweredCase>& cases,
                                                Connection& connection,
                                                const std::optional<std::string>& cwd) {
    const auto json = connection.call("skill.list", protocol::to_json(protocol::ListParams{cwd}));
    if (!json) {
        return json.error();
    }
    const auto list = protocol::read_message<protocol::ListResult>(*json, "result");
    if (!list) {
        return list.error();
    }
    std::vector<std::string> unknown;
    for (const auto& label : labels_of(cases)) {
        bool known = false;
        for (const auto& skill : list->skills) {
            known = known || is_named({skill.qualified_name, skill.path, false}, label);
        }
        if (!known) {
            unknown.push_back(label);
        }
    }
    return unknown;
}

}  // namespace

ExitCode run(const EvalCommand& command, const Context& context) {
    auto cases = read_files(command, context);
    if (!cases) {
        const bool absent = cases.error().code() == Errc::NotFound;
        return report(context,
                      local_failure(absent ? ExitCode::NotFound : ExitCode::Failed, cases.error().message()));
    }
    const auto cwd = request_cwd(context);
    auto connection = connection_for(context);
    auto unknown = unknown_labels(*cases, connection, cwd);
    if (!unknown) {
        return report(context, connection.failure(unknown.error()));
    }
    for (auto& asked : *cases) {
        if (const auto done = answer(asked, connection, cwd); !done) {
            auto failure = connection.failure(done.error());
            failure.error.message = "case " + asked.labelled.id + ": " + failure.error.message;
            return report(context, failure);
        }
    }
    auto result = report_on(*cases, command.level, command.thresholds);
    result.unknown_skills = *std::move(unknown);
    context.out << (context.flags.json ? protocol::to_json(result) + "\n" : eval_text(result, context.look));
    for (const auto& line : result.unmet) {
        context.err << "skillwake: " << line << '\n';
    }
    return result.unmet.empty() ? ExitCode::Done : ExitCode::Failed;
}

}  // namespace skillwake::client
