#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// Names of modules, functions and types as sources write them, in whatever language.

/// Without quotes, angle brackets and white space around it, type arguments and white space in it, and what
/// makes an access optional: `"axios"` is axios, `Vec::<u8> :: new` is Vec::new, `a?.b` is a.b.
std::string clean_name(std::string_view text);

/// The form in which names of all languages compare: "tokio.spawn" for tokio::spawn, "GuzzleHttp.Client" for
/// \GuzzleHttp\Client, "fs" for node:fs.
std::string comparable_name(std::string_view name);

/// The name by which a module is known without another one: "Client" of GuzzleHttp\Client, "gin" of
/// github.com/gin-gonic/gin, "yaml" of gopkg.in/yaml.v3 and "v4" of none.
std::string known_name(std::string_view module);

/// A module, and the name that stands for it; empty: none.
struct BoundModule {
    std::string module;
    std::string alias;
};

/// What a `use` with groups stands for: `use a::{b, c::{self, d as e}};` for a::b, a::c, a::c::d (as e).
std::vector<BoundModule> read_use_tree(std::string_view text);

/// Whether `name` is `wanted` or lies below it, both comparable: "aiohttp.web" below "aiohttp".
bool is_or_below(std::string_view name, std::string_view wanted);

/// Whether `name` is `wanted`, which may end in '*' for any rest; both comparable.
bool fits_name(std::string_view name, std::string_view wanted);

}  // namespace skillwake::matcher
