#include "skill/requirements.h"

#include "base/text.h"

#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <system_error>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

#if defined(__APPLE__)
constexpr const char* kSystem = "darwin";
#else
constexpr const char* kSystem = "linux";
#endif

bool has_program(const Machine& machine, const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos) {
        return false;
    }
    return std::any_of(machine.program_folders.begin(), machine.program_folders.end(),
                       [&name](const fs::path& folder) {
                           std::error_code ignored;
                           const auto file = folder / name;
                           return fs::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
                       });
}

bool runs_on(const Machine& machine, const std::vector<std::string>& systems) {
    return systems.empty() || std::any_of(systems.begin(), systems.end(), [&](const std::string& name) {
               return equal_folded(name, machine.system) ||
                      (machine.system == "darwin" && equal_folded(name, "macos"));
           });
}

}  // namespace

Machine this_machine(const char* const* environment) {
    Machine machine;
    machine.system = kSystem;
    for (; environment != nullptr && *environment != nullptr; ++environment) {
        const std::string_view entry = *environment;
        const auto name = entry.substr(0, entry.find('='));
        const auto value = entry.substr(std::min(name.size() + 1, entry.size()));
        machine.variables.emplace(name);
        if (name == "PATH" || name == kVariableNames) {
            for (const auto part : split(value, ':')) {
                if (part.empty()) {
                    continue;
                }
                if (name == kVariableNames) {
                    machine.variables.emplace(part);
                } else if (part.starts_with('/')) {
                    machine.program_folders.emplace_back(part);
                }
            }
        }
    }
    return machine;
}

bool is_for(const Machine& machine, const Requirements& needs) {
    return runs_on(machine, needs.systems);
}

std::string missing_on(const Machine& machine, const Requirements& needs) {
    std::vector<std::string> missing;
    if (!runs_on(machine, needs.systems)) {
        missing.push_back("it is for " + join(needs.systems, ", "));
    }
    for (const auto& program : needs.programs) {
        if (!has_program(machine, program)) {
            missing.push_back("no program '" + program + "' on PATH");
        }
    }
    const bool has_one = needs.one_program.empty() ||
                         std::any_of(needs.one_program.begin(), needs.one_program.end(),
                                     [&](const auto& name) { return has_program(machine, name); });
    if (!has_one) {
        missing.push_back("none of the programs " + join(needs.one_program, ", ") + " on PATH");
    }
    for (const auto& variable : needs.variables) {
        if (!machine.variables.contains(variable)) {
            missing.push_back("the variable " + variable + " was not set when the daemon started");
        }
    }
    for (const auto& setting : needs.settings) {
        missing.push_back("it needs the setting " + setting + " of another tool");
    }
    return join(missing, "; ");
}

}  // namespace skillwake::skill
