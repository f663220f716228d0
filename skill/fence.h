#pragma once

#include <cstddef>
#include <string_view>

namespace skillwake::skill {

/// What a line is to a front matter: `---` opens and closes it. A bent one is meant so: `  ---`, `----`;
/// where it stands must tell whether it is one.
enum class Fence { None, Exact, Bent };
Fence fence_of(std::string_view line);

/// `+++`, as front matters in TOML have it.
bool is_toml_fence(std::string_view line);

/// Blanks and tabs at its begin.
std::size_t indent_of(std::string_view line);

}  // namespace skillwake::skill
