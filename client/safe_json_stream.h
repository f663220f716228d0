#pragma once

#include <ostream>
#include <streambuf>
#include <string>

namespace skillwake::client {

/// JSON on its way to a terminal: what was written until a flush goes on as safe_json() writes it.
class SafeJsonStream final : public std::ostream {
public:
    /// `terminal` must outlive it. Flush it at the end.
    explicit SafeJsonStream(std::ostream& terminal) : std::ostream(&lines_), lines_(terminal) {}

private:
    class Lines final : public std::streambuf {
    public:
        explicit Lines(std::ostream& out) : out_(out) {}

    private:
        int_type overflow(int_type c) override;
        std::streamsize xsputn(const char* text, std::streamsize size) override;
        int sync() override;

        std::ostream& out_;
        std::string held_;
    };

    Lines lines_;
};

}  // namespace skillwake::client
