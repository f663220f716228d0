#pragma once

#include "protocol/message.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// `daemon.trust`: the user's word on skills that came with projects.
namespace skillwake::protocol {

enum class TrustChange { None, Add, Revoke };
template <>
struct EnumNames<TrustChange> {
    static constexpr std::array kNames = {std::pair{TrustChange::None, "none"},
                                          std::pair{TrustChange::Add, "add"},
                                          std::pair{TrustChange::Revoke, "revoke"}};
};

struct TrustParams {
    std::optional<std::string> cwd;  ///< skills at and below it; absent: the daemon's own folder
    TrustChange change = TrustChange::None;

    static constexpr auto kFields =
        std::tuple(optional("cwd", &TrustParams::cwd), optional("change", &TrustParams::change));
};

struct ProjectSkill {
    std::string skill;
    std::string path;  ///< of its SKILL.md
    std::string digest;
    bool trusted = false;  ///< as it is now

    static constexpr auto kFields =
        std::tuple(required("skill", &ProjectSkill::skill), required("path", &ProjectSkill::path),
                   required("digest", &ProjectSkill::digest), required("trusted", &ProjectSkill::trusted));
};

struct TrustResult {
    std::string policy;                ///< host, ask, never
    std::vector<ProjectSkill> skills;  ///< of projects, at and below `cwd`
    std::uint64_t changed = 0;         ///< skills whose standing is another now
    std::uint64_t trusted = 0;         ///< skills in all, wherever they are

    static constexpr auto kFields =
        std::tuple(required("policy", &TrustResult::policy), required("skills", &TrustResult::skills),
                   required("changed", &TrustResult::changed), required("trusted", &TrustResult::trusted));
};

}  // namespace skillwake::protocol
