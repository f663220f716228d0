#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace skillwake::client {

/// How text for people has to look where it goes. The default is a pipe: nothing cut, no colours.
struct Look {
    std::size_t width = 0;  ///< columns; 0: no limit
    bool colours = false;
    bool terminal = false;  ///< a person's screen, which control characters would reach
};

/// For an open descriptor. Colours only on a terminal, without NO_COLOR, and unless TERM is "dumb".
Look look_of(int descriptor);

enum class Style { Plain, Title, Dim, Good, Warn, Bad };

/// `text` in `style`, where `look` has colours.
std::string paint(std::string_view text, Style style, const Look& look);

}  // namespace skillwake::client
