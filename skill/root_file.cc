#include "skill/root_file.h"

#include "base/file.h"

namespace skillwake::skill {

Result<std::string> read_in_root(const RootSpec& spec, const std::filesystem::path& file,
                                 std::size_t max_bytes) {
    const auto within = spec.within.lexically_normal();
    return within.empty()
               ? read_file(file, max_bytes)
               : read_file_inside(within, file.lexically_normal().lexically_relative(within), max_bytes);
}

}  // namespace skillwake::skill
