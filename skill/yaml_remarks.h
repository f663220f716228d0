#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::skill {

/// What stricter readers of YAML refuse, though its meaning is plain.
struct YamlRemark {
    std::uint32_t line = 0;  ///< of the file
    std::string_view message;
    std::string_view fix;
};

/// Looks at the lines of values that a lenient parser has read. Lines and columns count from 0; `indent` is
/// the column of the block that holds the value, -1 for none.
class YamlRemarks {
public:
    /// `text` must outlive it; `first_line` is the file's line where it begins.
    YamlRemarks(std::string_view text, std::uint32_t first_line);

    struct Span {
        std::size_t first_line = 0;
        std::size_t first_column = 0;
        std::size_t last_line = 0;
        std::size_t last_column = 0;  ///< behind the value; in characters
    };
    /// A value in quotes, or a list or mapping in brackets.
    void enclosed(const Span& value, int indent);
    /// A text behind '|' or '>'.
    void block_text(const Span& value, int indent);

    /// Behind the first document stands what is no YAML. `line`: of the file.
    void behind_document(std::uint32_t line);

    std::vector<YamlRemark> take() { return std::move(remarks_); }

private:
    void tell(std::size_t line, std::string_view message, std::string_view fix);

    std::vector<std::string_view> lines_;
    std::uint32_t first_line_;
    std::vector<YamlRemark> remarks_;
};

}  // namespace skillwake::skill
