#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace skillwake::skill {

/// What a skill's author says that it needs of the machine it is used on.
struct Requirements {
    std::vector<std::string> systems;      ///< one of these: "linux", "darwin"; empty: any
    std::vector<std::string> programs;     ///< all of these, on PATH
    std::vector<std::string> one_program;  ///< one of these; empty: none is needed
    std::vector<std::string> variables;    ///< all of these are set
    std::vector<std::string> settings;     ///< of the author's own tool: nothing that other tools have

    bool operator==(const Requirements&) const = default;
};

/// What a machine has.
struct Machine {
    std::string system;
    std::vector<std::filesystem::path> program_folders;
    std::set<std::string> variables;  ///< names of those that are set
};

/// Lists names of variables, with ':' between them, that were set where the daemon was started: it gets no
/// values but those that it needs.
inline constexpr const char* kVariableNames = "SKILLWAKE_VARIABLE_NAMES";

/// This machine, by `environment` ("NAME=value", ended by nullptr; may be null).
Machine this_machine(const char* const* environment);

/// Whether its system is among those that the author names.
bool is_for(const Machine& machine, const Requirements& needs);

/// Why a skill that needs this cannot be used on `machine`, in words; empty: it can. Looks on the disk for
/// programs; runs none.
std::string missing_on(const Machine& machine, const Requirements& needs);

}  // namespace skillwake::skill
