#include "client/look.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace skillwake::client {
namespace {

bool wants_colours() {
    const char* no_color = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    const bool refused = no_color != nullptr && *no_color != '\0';
    return !refused && terminal != nullptr && std::string_view(terminal) != "dumb";
}

std::string_view code_of(Style style) {
    switch (style) {
        case Style::Plain:
            return "";
        case Style::Title:
            return "\x1b[1m";
        case Style::Dim:
            return "\x1b[2m";
        case Style::Good:
            return "\x1b[32m";
        case Style::Warn:
            return "\x1b[33m";
        case Style::Bad:
            return "\x1b[31m";
    }
    return "";
}

}  // namespace

Look look_of(int descriptor) {
    if (::isatty(descriptor) != 1) {
        return {};
    }
    winsize size{};
    const bool known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0;
    return {known ? size.ws_col : std::size_t{0}, wants_colours(), true};
}

std::string paint(std::string_view text, Style style, const Look& look) {
    if (!look.colours || style == Style::Plain || text.empty()) {
        return std::string(text);
    }
    return std::string(code_of(style)).append(text).append("\x1b[0m");
}

}  // namespace skillwake::client
