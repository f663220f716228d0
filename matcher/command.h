#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// The simple commands of a shell line, each as its words: cut at `;`, `&&`, `||`, `|`, `&` and line ends,
/// without variable assignments before them, wrappers such as sudo, folders before the program's name, and
/// comments. At most 64 commands of 64 words. `folder`: whether the program's name keeps its folder.
enum class ProgramFolder { Drop, Keep };
std::vector<std::vector<std::string>> read_commands(std::string_view line,
                                                    ProgramFolder folder = ProgramFolder::Drop);

/// Whether `command` begins with the words `wanted`.
bool begins_with(const std::vector<std::string>& command, const std::vector<std::string>& wanted);

}  // namespace skillwake::matcher
