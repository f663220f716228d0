#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// A host that an http address names.
struct AddressHost {
    std::string name;       ///< folded: "api.example.com"
    std::size_t begin = 0;  ///< bytes of the text, of the name
    std::size_t end = 0;
};

/// The hosts of the http:// and https:// addresses in `text`, without user, port and path; the first 64.
std::vector<AddressHost> hosts_in(std::string_view text);

}  // namespace skillwake::matcher
