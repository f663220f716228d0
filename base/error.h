#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake {

/// What kind of thing went wrong: what a caller may act upon. The message is for people.
enum class Errc {
    Invalid,      ///< the input is not of the form that it must have
    NotFound,     ///< no such file, skill, section, session or method
    Ambiguous,    ///< the name fits more than one
    TooLarge,     ///< a limit was passed
    Denied,       ///< not permitted: by the system, or because it would leave its folder
    Unavailable,  ///< nobody listens, a peer went away, or a time ran out
    Exists,       ///< somebody else already serves
    NotReady,     ///< the answer waits for roots that are still being loaded; ask again
    ForWorker,    ///< it would take longer than the thread that was asked may; nothing has changed
    Io,           ///< any other failure of the system
};

/// A failure in a correct program. Messages are lower case, without a full stop, and name the field or file.
class Error {
public:
    Error(Errc code, std::string message) : message_(std::move(message)), code_(code) {}

    Errc code() const { return code_; }
    const std::string& message() const { return message_; }

    /// Names that may help: those that the caller may have meant, or between which it must choose.
    const std::vector<std::string>& names() const { return names_; }
    Error with_names(std::vector<std::string> names) && {
        names_ = std::move(names);
        return std::move(*this);
    }

    /// The same error, told from further out: "where: message".
    Error context(std::string_view where) &&;

private:
    std::string message_;
    std::vector<std::string> names_;
    Errc code_;
};

/// The error for a failed system call, with the system's own words for `error_number`.
Error system_error(int error_number);

}  // namespace skillwake
