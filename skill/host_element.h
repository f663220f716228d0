#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace skillwake::skill {

/// A tag of an element that hosts and hooks put around text that is not the user's, such as
/// <system-reminder>.
struct HostTag {
    std::string_view name;  ///< as we list it: "system-reminder"
    bool closing = false;
    std::size_t bytes = 0;  ///< of the whole tag; without a '>' near by, up to the end of its name
};

/// The host's tag that begins at `text[at]`; nullopt: none does. Names are known in any case, with '_' for
/// '-', with white space around '/' and before '>', and with characters inside that nobody sees.
std::optional<HostTag> host_tag_at(std::string_view text, std::size_t at);

/// Bytes of the host's element whose opening tag begins at `text[at]`; one that never closes reaches to the
/// end. 0: none opens there.
std::size_t host_element_bytes(std::string_view text, std::size_t at);

}  // namespace skillwake::skill
