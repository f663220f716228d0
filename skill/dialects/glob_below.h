#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill::dialects {

/// What is left of a glob that counts from some folder, for paths that count from `below`, a folder in it:
///     "src/**/*.ts" below "src/api": "**/*.ts"      "src/*/a.ts" below "src/api": "a.ts"
///     "*.ts" (at any depth): "**/*.ts"              "docs/*.md" below "src": nothing
/// '{}' are written out, up to 64 forms; a glob with more is read as if its braces held no '/'.
/// `glob` is not negated, `below` not empty, with '/' between folders.
std::vector<std::string> globs_below(std::string_view glob, std::string_view below);

}  // namespace skillwake::skill::dialects
