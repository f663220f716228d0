#include "daemon/http_token.h"

#include "base/file.h"
#include "base/file_descriptor.h"
#include "base/text.h"
#include "daemon/private_folder.h"
#include "daemon/uv_handle.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kPrivate = 0600;
constexpr mode_t kOthers = 0077;
constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kMinToken = 32;
constexpr std::size_t kMaxToken = 1'000;
constexpr std::size_t kMaxFile = 4'096;

bool is_token_character(char c) {
    return is_alnum(c) || std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

Result<std::string> new_token() {
    std::array<unsigned char, kRandomBytes> random{};
    if (const int failed = uv_random(nullptr, nullptr, random.data(), random.size(), 0, nullptr);
        failed != 0) {
        return uv_error(failed);
    }
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string token;
    for (const unsigned char byte : random) {
        token.push_back(kDigits[byte >> 4U]);
        token.push_back(kDigits[byte & 15U]);
    }
    return token;
}

/// A file of its own beside `file`, whole: its name.
Result<std::string> write_beside(const fs::path& file, std::string_view text) {
    const auto name = file.string() + "." + std::to_string(::getpid());
    ::unlink(name.c_str());
    const FileDescriptor opened(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kPrivate));
    if (!opened) {
        return system_error(errno).context(name);
    }
    if (::write(opened.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        const int failed = errno;
        ::unlink(name.c_str());
        return system_error(failed).context(name);
    }
    return name;
}

/// Of two daemons that make one at once, one's is kept.
Status make_token_file(const fs::path& file) {
    if (auto made = make_private_folder(file.parent_path(), "--http-token-file"); !made) {
        return made;
    }
    auto token = new_token();
    if (!token) {
        return std::move(token).error();
    }
    const auto written = write_beside(file, *token + "\n");
    if (!written) {
        return written.error();
    }
    const bool linked = ::link(written->c_str(), file.c_str()) == 0;
    const int failed = errno;
    ::unlink(written->c_str());
    if (!linked && failed != EEXIST) {
        return system_error(failed);
    }
    return Ok{};
}

Status check_owner(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        return system_error(errno);
    }
    if (info.st_uid != ::getuid()) {
        return Error(Errc::Denied, "belongs to another user");
    }
    if ((info.st_mode & kOthers) != 0) {
        return Error(Errc::Denied, "others may read it: chmod 600");
    }
    return Ok{};
}

Result<std::string> read_token(const fs::path& file) {
    if (auto ours = check_owner(file); !ours) {
        return std::move(ours).error();
    }
    const auto text = read_file(file, kMaxFile);
    if (!text) {
        return text.error();
    }
    const auto token = trim(*text);
    const bool fits = token.size() >= kMinToken && token.size() <= kMaxToken &&
                      std::all_of(token.begin(), token.end(), is_token_character);
    if (!fits) {
        return Error(Errc::Invalid, "expected a token: 32 to 1000 letters, digits and -._~+/=");
    }
    return std::string(token);
}

}  // namespace

Status write_private(const fs::path& file, std::string_view text) {
    const auto written = write_beside(file, text);
    if (!written) {
        return written.error();
    }
    if (std::rename(written->c_str(), file.c_str()) != 0) {
        const int failed = errno;
        ::unlink(written->c_str());
        return system_error(failed).context(file.string());
    }
    return Ok{};
}

Result<std::string> http_token(const fs::path& file) {
    std::error_code ignored;
    if (fs::symlink_status(file, ignored).type() == fs::file_type::not_found) {
        if (auto made = make_token_file(file); !made) {
            return std::move(made).error().context(file.string());
        }
    }
    auto token = read_token(file);
    return token ? std::move(token) : std::move(token).error().context(file.string());
}

}  // namespace skillwake::daemon
