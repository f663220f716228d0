#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::skill {

/// One line of a .gitignore file.
struct IgnorePattern {
    std::vector<std::string> segments;  ///< between slashes; "**" stands for any number of folders
    bool negated = false;               ///< "!": not ignored after all
    bool folders_only = false;          ///< ends with a slash
};

/// What a .gitignore file says, in its order. The format is git's (gitignore(5)); a line that is none is left
/// out.
std::vector<IgnorePattern> parse_ignore(std::string_view text);

/// The .gitignore files from a project's root down to a folder, as a walk meets them. What a file says of a
/// path goes before what those above it say, and a later line before an earlier one.
class IgnoreStack {
public:
    /// Of `root`'s ancestors from `top` down, `root` included; `top` empty: of `root` alone. Ancestors that
    /// ignore `root` itself do not count: who put skills there meant them.
    IgnoreStack(const std::filesystem::path& top, const std::filesystem::path& root);

    /// Reads `folder`'s file, if it has one. Each enter() needs a leave().
    void enter(const std::filesystem::path& folder);
    void leave() { files_.pop_back(); }

    /// `path` lies below the folder that was entered last.
    bool ignores(const std::filesystem::path& path, bool is_folder) const;

private:
    struct File {
        std::filesystem::path folder;
        std::vector<IgnorePattern> patterns;
    };

    std::vector<File> files_;
};

/// Whether the .gitignore files of the project at `top` ignore `folder`, or a folder above it. Reads the
/// disk.
bool is_ignored(const std::filesystem::path& top, const std::filesystem::path& folder);

}  // namespace skillwake::skill
