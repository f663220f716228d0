#include "client/install/hosts.h"

#include "base/file.h"
#include "base/text.h"
#include "client/daemon_start.h"
#include "client/install/host_table.h"
#include "client/install/shell_words.h"
#include "protocol/json.h"

#include <unistd.h>

#include <algorithm>

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;

/// The hook's own deadline is far shorter; this is for a machine that stands still.
constexpr std::uint64_t kHookTimeoutS = 5;
constexpr std::size_t kMaxShippedBytes = 1U << 20U;
constexpr const char* kPluginMark = "skillwake's plugin for opencode";
constexpr const char* kUnitMark = "skillwake";

const HostPlan* find_plan(std::string_view name) {
    const auto& plans = host_plans();
    const auto found =
        std::find_if(plans.begin(), plans.end(), [name](const auto& plan) { return plan.host.name == name; });
    return found == plans.end() ? nullptr : &*found;
}

/// Empty: none of the variables is set. A relative path would depend on where one stands, so it counts as
/// unset.
fs::path resolve(const std::vector<Place>& candidates, const char* const* environment) {
    for (const auto& place : candidates) {
        const auto value = environment_value(environment, place.variable);
        if (value.starts_with('/')) {
            return place.below.empty() ? fs::path(value) : fs::path(value) / place.below;
        }
    }
    return {};
}

std::string json_string(std::string_view text) {
    std::string json;
    protocol::append_json_string(json, text);
    return json;
}

Entry server_entry(const HostPlan& plan, const std::string& program) {
    const auto command = json_string(program);
    if (plan.shape == ServerShape::Toml) {
        // A JSON string is a TOML string too.
        return TomlEntry{std::string(plan.server_key) + ".skillwake",
                         "command = " + command + "\nargs = [\"mcp\"]\n"};
    }
    std::string value;
    if (plan.shape == ServerShape::OpenCode) {
        value = R"({"type":"local","command":[)" + command + R"(,"mcp"],"enabled":true})";
    } else {
        value = plan.shape == ServerShape::Typed ? R"({"type":"stdio",)" : "{";
        value += R"("command":)" + command + R"(,"args":["mcp"]})";
    }
    return JsonEntry{{std::string(plan.server_key), "skillwake"}, std::move(value)};
}

/// FILE, or the FILEc that lies there instead: JSON with comments by its name.
fs::path existing_variant(fs::path file) {
    std::error_code failed;
    auto with_comments = file;
    with_comments += "c";
    return !fs::exists(file, failed) && fs::exists(with_comments, failed) ? with_comments : file;
}

fs::path server_file(const HostPlan& plan, Scope scope, const fs::path& folder, const InstallPlaces& places) {
    if (scope == Scope::Project) {
        return existing_variant(places.project / plan.project_server_file);
    }
    return plan.server_place.empty() ? existing_variant(folder / plan.server_file)
                                     : resolve(plan.server_place, places.environment);
}

void add(std::vector<HostFile>& files, fs::path file, Entry entry) {
    const auto same =
        std::find_if(files.begin(), files.end(), [&](const auto& known) { return known.file == file; });
    if (same != files.end()) {
        same->entries.push_back(std::move(entry));
    } else {
        files.push_back({std::move(file), {std::move(entry)}});
    }
}

Result<std::string> shipped(const fs::path& file) {
    auto text = read_file(file, kMaxShippedBytes);
    return text ? std::move(text) : Result<std::string>(std::move(text).error().context(file.string()));
}

void replace_first(std::string& text, std::string_view what, std::string_view by) {
    if (const auto at = text.find(what); at != std::string::npos) {
        text.replace(at, what.size(), by);
    }
}

Result<Entry> plugin_entry(const InstallPlaces& places) {
    auto text = shipped(places.data / "skillwake/opencode/skillwake.js");
    if (!text) {
        return std::move(text).error();
    }
    replace_first(*text, "\"skillwake\"; // set by skillwake install",
                  json_string(places.program.string()) + ";");
    return Entry(WholeFileEntry{*std::move(text), kPluginMark});
}

/// As systemd reads it back: "%" begins a specifier there, and a space would part the words.
std::string unit_quoted(std::string_view path) {
    std::string quoted = "\"";
    for (const char c : path) {
        quoted.append(c == '%' ? 2 : 1, c);
    }
    return quoted + "\"";
}

}  // namespace

std::vector<Host> hosts() {
    std::vector<Host> all;
    for (const auto& plan : host_plans()) {
        all.push_back(plan.host);
    }
    return all;
}

std::string hook_command(std::string_view host, const InstallPlaces& places) {
    const auto* plan = find_plan(host);
    if (plan == nullptr || plan->hooks_file.empty()) {
        return {};
    }
    return shell_quoted(places.program.string()) + " hook --host " + std::string(host);
}

Result<std::vector<HostFile>> host_files(std::string_view host, Scope scope, Mcp mcp,
                                         const InstallPlaces& places) {
    const auto* plan = find_plan(host);
    if (plan == nullptr) {
        return Error(Errc::NotFound, "no host '" + std::string(host) + "'");
    }
    const auto folder = scope == Scope::User ? resolve(plan->folder, places.environment)
                                             : places.project / plan->project_folder;
    if (folder.empty()) {
        return Error(Errc::Invalid, "HOME is not set, or no absolute path");
    }
    if (scope == Scope::Project && plan->project_folder.empty()) {
        return Error(Errc::Invalid, std::string(plan->host.title) + " has no settings of a project");
    }
    std::vector<HostFile> files;
    if (!plan->hooks_file.empty()) {
        const auto timeout = kHookTimeoutS * (plan->in_milliseconds ? 1000 : 1);
        add(files, folder / plan->hooks_file,
            HooksEntry{plan->events, hook_command(host, places), timeout, plan->named});
    }
    if (!plan->plugin_file.empty()) {
        auto plugin = plugin_entry(places);
        if (!plugin) {
            return std::move(plugin).error();
        }
        add(files, folder / plan->plugin_file, *std::move(plugin));
    }
    if (mcp == Mcp::With || files.empty()) {
        add(files, server_file(*plan, scope, folder, places), server_entry(*plan, places.program.string()));
    }
    return files;
}

bool is_found(std::string_view host, const InstallPlaces& places) {
    const auto* plan = find_plan(host);
    std::error_code failed;
    if (plan == nullptr || fs::is_directory(resolve(plan->folder, places.environment), failed)) {
        return plan != nullptr;
    }
    for (const auto folder : split(environment_value(places.environment, "PATH"), ':')) {
        const auto program = fs::path(folder) / plan->host.program;
        if (folder.starts_with('/') && ::access(program.c_str(), X_OK) == 0 &&
            fs::is_regular_file(program, failed)) {
            return true;
        }
    }
    return false;
}

fs::path state_folder(const char* const* environment) {
    return resolve({{"XDG_STATE_HOME", "skillwake"}, {"HOME", ".local/state/skillwake"}}, environment);
}

Result<std::vector<HostFile>> systemd_files(const InstallPlaces& places) {
    const auto folder =
        resolve({{"XDG_CONFIG_HOME", "systemd/user"}, {"HOME", ".config/systemd/user"}}, places.environment);
    if (folder.empty()) {
        return Error(Errc::Invalid, "HOME is not set, or no absolute path");
    }
    const auto state = unit_quoted(state_folder(places.environment).string());
    std::vector<HostFile> files;
    for (const auto* name : {"skillwaked.socket", "skillwaked.service"}) {
        auto text = shipped(places.data / "systemd/user" / name);
        if (!text) {
            return std::move(text).error();
        }
        if (const auto at = text->find("ExecStart="); at != std::string::npos) {
            const auto end = text->find('\n', at);
            const auto daemon = places.program.parent_path() / "skillwaked";
            text->replace(at, end - at, "ExecStart=" + unit_quoted(daemon.string()));
        }
        replace_first(*text, "-%h/.local/state/skillwake", "-" + state);
        add(files, folder / name, WholeFileEntry{*std::move(text), kUnitMark});
    }
    return files;
}

}  // namespace skillwake::client
