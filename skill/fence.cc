#include "skill/fence.h"

#include "base/text.h"

#include <algorithm>

namespace skillwake::skill {

Fence fence_of(std::string_view line) {
    const auto sign = trim(line);
    if (sign.size() < 3 || sign.find_first_not_of('-') != std::string_view::npos) {
        return Fence::None;
    }
    return sign.size() == 3 && line.starts_with('-') ? Fence::Exact : Fence::Bent;
}

bool is_toml_fence(std::string_view line) {
    return line.starts_with("+++") && trim(line.substr(3)).empty();
}

std::size_t indent_of(std::string_view line) {
    return std::min(line.find_first_not_of(" \t"), line.size());
}

}  // namespace skillwake::skill
