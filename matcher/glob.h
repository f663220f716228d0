#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// A gitignore-style glob, compiled: `*` and `?` stay within a folder, a segment `**` is any folders, `[a-z]`
/// and
/// `[!a]` are sets, `{a,b}` alternatives, `\` takes what follows as it is. A glob without '/' holds at any
/// depth; a '/' at its start ties it to the workspace; a '/' at its end means everything below that folder.
/// `!` at its start negates.
class Glob {
public:
    static constexpr std::size_t kMaxAlternatives = 256;  ///< after `{}` are written out

    /// Errc::Invalid: empty, an unclosed set or brace. Errc::TooLarge: too many alternatives.
    static Result<Glob> compile(std::string_view pattern);

    /// `path`: relative, '/' between folders.
    bool matches(std::string_view path) const;
    bool negated() const { return negated_; }
    /// The forms of which one must hold, with `{}` written out: from the workspace's own folder on, each `**`
    /// a whole segment.
    const std::vector<std::string>& alternatives() const { return alternatives_; }

private:
    std::vector<std::string> alternatives_;
    bool negated_ = false;
};

}  // namespace skillwake::matcher
