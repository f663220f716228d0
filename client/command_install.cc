#include "base/text.h"
#include "client/ask.h"
#include "client/install/change.h"
#include "client/install/places.h"
#include "client/install/text_diff.h"
#include "client/run.h"
#include "client/safe_text.h"
#include "client/table.h"

#include <algorithm>

/// `install` and `uninstall`.
namespace skillwake::client {
namespace {

constexpr std::string_view kSystemd = "systemd";

/// --json of both.
struct FileReport {
    std::string file;
    bool changes = false;
    bool written = false;
    std::string diff;
    std::optional<std::string> backup;

    static constexpr auto kFields = std::tuple(
        protocol::required("file", &FileReport::file), protocol::required("changes", &FileReport::changes),
        protocol::required("written", &FileReport::written), protocol::required("diff", &FileReport::diff),
        protocol::optional("backup", &FileReport::backup));
};

struct InstallReport {
    std::string host;
    std::vector<FileReport> files;

    static constexpr auto kFields = std::tuple(protocol::required("host", &InstallReport::host),
                                               protocol::required("files", &InstallReport::files));
};

struct HostReport {
    std::string host;
    bool found = false;
    std::string installed;
    std::string file;

    static constexpr auto kFields = std::tuple(protocol::required("host", &HostReport::host),
                                               protocol::required("found", &HostReport::found),
                                               protocol::required("installed", &HostReport::installed),
                                               protocol::required("file", &HostReport::file));
};

struct HostListReport {
    std::vector<HostReport> hosts;

    static constexpr auto kFields = std::tuple(protocol::required("hosts", &HostListReport::hosts));
};

Failure failure_of(const Error& error) {
    return local_failure(ExitCode::Failed, error.message());
}

struct Target {
    std::string host;
    bool write = false;
    Scope scope = Scope::User;
    Mcp mcp = Mcp::Without;
};

Result<std::vector<HostFile>> files_of(const Target& target, const InstallPlaces& places) {
    return target.host == kSystemd ? systemd_files(places)
                                   : host_files(target.host, target.scope, target.mcp, places);
}

std::optional<Failure> unknown_host(const std::string& name) {
    std::vector<std::string> names{std::string(kSystemd)};
    for (const auto& host : hosts()) {
        names.emplace_back(host.name);
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
        return std::nullopt;
    }
    auto failure = local_failure(ExitCode::Usage, "no host '" + name + "'");
    failure.hint = "'skillwake install' lists them";
    if (const auto nearest = nearest_names(name, names, 2); !nearest.empty()) {
        failure.hint = "did you mean: " + join(nearest, ", ");
    }
    return failure;
}

std::string_view note_for(std::string_view name) {
    for (const auto& host : hosts()) {
        if (host.name == name) {
            return host.note;
        }
    }
    return "skillwake stop; systemctl --user daemon-reload; systemctl --user enable --now skillwaked.socket";
}

/// What people are told of one file.
std::string text_of(const FileReport& report, const Change& change, const Look& look) {
    const auto file = safe_line(report.file);
    if (!report.changes) {
        return file + ": nothing to do\n";
    }
    if (!report.written) {
        const auto* what = !change.before ? " (new file)" : change.after ? "" : " (removed)";
        return paint(file, Style::Title, look) + what + "\n" + safe_block(report.diff);
    }
    auto text = file + (change.after ? ": written" : ": removed");
    if (report.backup) {
        text += ", what was there is kept as " + safe_line(*report.backup);
    } else if (!change.spent_backup.empty()) {
        text += ", as it was before";
    }
    return text + "\n";
}

/// Shows a change, or carries it out.
Result<FileReport> apply(const Change& change, bool write, const Context& context) {
    FileReport report{change.file.string(), change.is_needed(), false,
                      text_diff(change.before.value_or(""), change.after.value_or("")), std::nullopt};
    if (report.changes && write) {
        const auto backup = carry_out(change);
        if (!backup) {
            return backup.error();
        }
        report.written = true;
        report.backup = backup->empty() ? std::nullopt : std::optional(backup->string());
    }
    if (!context.flags.json) {
        context.out << text_of(report, change, context.look);
    }
    return report;
}

using Plan = Result<Change> (*)(const HostFile&);

/// All changes are known to work out before the first is written.
ExitCode carry_out_all(const Target& target, Plan plan, std::string_view verb, const Context& context) {
    if (const auto unknown = unknown_host(target.host)) {
        return report(context, *unknown);
    }
    const auto files = files_of(target, install_places(context));
    if (!files) {
        return report(context, failure_of(files.error()));
    }
    std::vector<Change> changes;
    for (const auto& file : *files) {
        auto change = plan(file);
        if (!change) {
            return report(context, failure_of(change.error()));
        }
        changes.push_back(*std::move(change));
    }
    InstallReport done{target.host, {}};
    bool needed = false;
    for (const auto& change : changes) {
        auto applied = apply(change, target.write, context);
        if (!applied) {
            return report(context, failure_of(applied.error()));
        }
        needed = needed || applied->changes;
        done.files.push_back(*std::move(applied));
    }
    if (context.flags.json) {
        context.out << protocol::to_json(done) << '\n';
    } else if (needed && !target.write) {
        context.out << "Nothing is written yet; this does it: skillwake " << verb << ' ' << target.host
                    << (target.scope == Scope::Project ? " --scope project" : "")
                    << (target.mcp == Mcp::With && verb == "install" ? " --mcp" : "") << " --write\n";
    } else if (needed && verb == "install" && !note_for(target.host).empty()) {
        context.out << "next: " << note_for(target.host) << '\n';
    }
    return ExitCode::Done;
}

/// The first file of a host says whether it is installed: an MCP server beside hooks is extra.
HostReport look_at(const Host& host, const InstallPlaces& places) {
    HostReport report{std::string(host.name), is_found(host.name, places), "no", ""};
    const auto files = host_files(host.name, Scope::User, Mcp::Without, places);
    if (!files) {
        report.installed = files.error().message();
        return report;
    }
    report.file = files->front().file.string();
    const auto state = installed_state(files->front());
    if (!state) {
        report.installed = "unreadable";
    } else if (*state != Installed::No) {
        report.installed = *state == Installed::Yes ? "yes" : "differs";
    }
    return report;
}

ExitCode list_hosts(const Context& context) {
    const auto places = install_places(context);
    HostListReport list;
    Table table({{"host"}, {"found"}, {"installed"}, {"settings", Align::Left, Cut::Begin}});
    for (const auto& host : hosts()) {
        auto seen = look_at(host, places);
        table.add({seen.host, seen.found ? "yes" : "-",
                   Cell(seen.installed, seen.installed == "yes" ? Style::Good : Style::Plain), seen.file});
        list.hosts.push_back(std::move(seen));
    }
    if (context.flags.json) {
        context.out << protocol::to_json(list) << '\n';
    } else {
        context.out << table.text(context.look)
                    << "'skillwake install HOST' shows what it would change; with --write it does it.\n";
    }
    return ExitCode::Done;
}

Scope scope_of(bool project) {
    return project ? Scope::Project : Scope::User;
}

}  // namespace

ExitCode run(const InstallCommand& command, const Context& context) {
    if (command.host.empty()) {
        return list_hosts(context);
    }
    if (command.host == kSystemd && command.write) {
        // The unit may write there only if it is there; what fails is said by doctor.
        std::error_code ignored;
        std::filesystem::create_directories(state_folder(context.environment), ignored);
    }
    const auto mcp = command.mcp ? Mcp::With : Mcp::Without;
    return carry_out_all({command.host, command.write, scope_of(command.project), mcp}, plan_install,
                         "install", context);
}

ExitCode run(const UninstallCommand& command, const Context& context) {
    return carry_out_all({command.host, command.write, scope_of(command.project), Mcp::With}, plan_uninstall,
                         "uninstall", context);
}

}  // namespace skillwake::client
