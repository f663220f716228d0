#pragma once

#include "base/result.h"
#include "matcher/glob.h"

#include <string_view>
#include <utility>

namespace skillwake::matcher {

/// A glob on the folder that a session works in, any case. It holds for that folder and all below it:
/// "infra", "infra/" and "infra/**" are the same. One that begins with '/' or '*' is tried on the absolute
/// path, each but those with '/' on the path within the project: "services/api" for a session in
/// /home/me/repo/services/api/v2 whose project is /home/me/repo.
class WorkspaceGlob {
public:
    /// Errors as Glob::compile().
    static Result<WorkspaceGlob> compile(std::string_view pattern);

    /// Both absolute; `project` is `folder` or above it. Empty: unknown, and nothing holds there.
    bool matches(std::string_view folder, std::string_view project) const;

private:
    WorkspaceGlob(Glob glob, bool absolute, bool relative)
        : glob_(std::move(glob)), absolute_(absolute), relative_(relative) {}

    Glob glob_;
    bool absolute_ = false;
    bool relative_ = false;
};

}  // namespace skillwake::matcher
