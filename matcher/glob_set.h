#pragma once

#include <cstddef>
#include <string_view>

namespace skillwake::matcher {

/// The `[...]` of globs, as git reads them: `[a-z]`, `[!a]` or `[^a]`, `[]a]`, `[\]]`, `[[:digit:]]`.

/// Bytes of the set that `pattern` begins with (with '['); 0: it never closes, or names a class that there is
/// not.
std::size_t set_length(std::string_view pattern);

/// `set`: exactly one set. Never holds '/'.
bool set_holds(std::string_view set, char32_t character);

}  // namespace skillwake::matcher
