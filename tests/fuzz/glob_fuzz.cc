#include "matcher/glob.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <string_view>

/// A glob and a path, a line each: whatever they are it ends, and for plain globs it says what a simple
/// backtracking matcher says.
namespace skillwake::fuzz {
namespace {

/// `pattern` of letters, '.', '/', '?', '*' and whole segments "**"; tries everything.
bool simply_matches(std::string_view pattern, std::string_view path) {
    if (pattern.empty() || path.empty()) {
        return pattern.find_first_not_of('*') == std::string_view::npos && path.empty() && pattern != "**";
    }
    if (pattern == "**") {
        return true;
    }
    if (pattern.starts_with("**/")) {
        const auto slash = path.find('/');
        return simply_matches(pattern.substr(3), path) ||
               (slash != std::string_view::npos && simply_matches(pattern, path.substr(slash + 1)));
    }
    if (pattern[0] == '*') {
        return simply_matches(pattern.substr(1), path) ||
               (path[0] != '/' && simply_matches(pattern, path.substr(1)));
    }
    const bool takes = pattern[0] == '?' ? path[0] != '/' : pattern[0] == path[0];
    return takes && simply_matches(pattern.substr(1), path.substr(1));
}

bool is_plain(std::string_view text, std::string_view letters) {
    constexpr std::size_t kMostBytes = 24;  // trying everything takes its time
    return !text.empty() && text.size() <= kMostBytes &&
           text.find_first_not_of(letters) == std::string_view::npos;
}

/// Whether no folder or file of the path is without a name.
bool is_file_path(std::string_view path) {
    return !path.starts_with('/') && !path.ends_with('/') && path.find("//") == std::string_view::npos;
}

/// Whether every run of stars is one star, or two that are a whole segment.
bool has_plain_stars(std::string_view pattern) {
    const auto padded = "/" + std::string(pattern) + "/";
    for (auto at = padded.find("**"); at != std::string::npos; at = padded.find("**", at + 2)) {
        if (padded[at - 1] != '/' || padded[at + 2] != '/') {
            return false;
        }
    }
    return true;
}

}  // namespace

std::vector<std::string> seeds() {
    return {"a/**/b*.?\na/x/y/bcd.e",  "**/a?b\nx/acb",
            "*.{py,p[a-z]}\nsrc/a.py", "[!]a-c\\]]*\n]x",
            "/src/\nsrc/a/b",          "/a/**/b*.?\na/x/y/bcd.e",
            "/**/a?b\nx/acb",          "/*a*b*\nxaxbxab",
            "/**/x/**\na/x/y",         "!a\\*\na*",
            "{a,{b,c}}/**\nc/d",       "a☺?\na☺b",
            "*a*b*\nxaxbxab",          "[[:alpha:]]\nx"};
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace skillwake;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto cut = std::min(bytes.find('\n'), bytes.size());
    const auto pattern = bytes.substr(0, cut);
    const auto path = bytes.substr(std::min(cut + 1, bytes.size()));
    const auto glob = matcher::Glob::compile(pattern);
    if (!glob) {
        fuzz::require(!glob.error().message().empty());
        return 0;
    }
    const bool matches = glob->matches(path);
    const bool tied =
        pattern.starts_with('/') && !pattern.ends_with('/') && pattern.find("//") == std::string_view::npos;
    if (tied && fuzz::is_plain(pattern, "abcxy./?*") && fuzz::is_plain(path, "abcxy./") &&
        fuzz::is_file_path(path) && fuzz::has_plain_stars(pattern)) {
        fuzz::require(matches == fuzz::simply_matches(pattern.substr(1), path));
    }
    return 0;
}
