#include "matcher/workspace_glob.h"

#include "base/text.h"

#include <string>

namespace skillwake::matcher {
namespace {

/// Whether `glob` holds for `path` or a folder above it.
bool holds_above(const Glob& glob, std::string_view path) {
    for (auto end = path.find('/'); end != std::string_view::npos; end = path.find('/', end + 1)) {
        if (glob.matches(path.substr(0, end))) {
            return true;
        }
    }
    return !path.empty() && glob.matches(path);
}

}  // namespace

Result<WorkspaceGlob> WorkspaceGlob::compile(std::string_view pattern) {
    auto folder = trim(pattern);
    while (folder.ends_with("/**") || (folder.ends_with('/') && folder.size() > 1)) {
        folder.remove_suffix(folder.ends_with("/**") ? 3 : 1);
    }
    const bool absolute = folder.starts_with('/') || folder.starts_with('*');
    const bool relative = !folder.starts_with('/');
    folder.remove_prefix(folder.starts_with('/') ? 1 : 0);
    auto glob = Glob::compile("/" + fold_ascii(folder));
    if (!glob) {
        return std::move(glob).error();
    }
    return WorkspaceGlob(*std::move(glob), absolute, relative);
}

bool WorkspaceGlob::matches(std::string_view folder, std::string_view project) const {
    const auto path = fold_ascii(folder);
    if (absolute_ && path.size() > 1 && holds_above(glob_, std::string_view(path).substr(1))) {
        return true;
    }
    const bool below = relative_ && !project.empty() && folder.starts_with(project) &&
                       folder.size() > project.size() && folder[project.size()] == '/';
    return below && holds_above(glob_, std::string_view(path).substr(project.size() + 1));
}

}  // namespace skillwake::matcher
