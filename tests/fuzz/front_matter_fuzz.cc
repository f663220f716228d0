#include "base/utf8.h"
#include "skill/front_matter.h"
#include "skill/parse.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <string_view>

/// Any SKILL.md: it is an error with text, or a skill whose parts lie inside of it, the same ones every time.
namespace skillwake::fuzz {
namespace {

using namespace skill;

std::uint32_t line_at(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    return 1 + static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
}

/// YAML ends lines at more characters than we do, so that its line numbers may run ahead.
bool has_other_line_ends(std::string_view text) {
    for (auto at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
        if (text.substr(at, 2) != "\r\n") {
            return true;
        }
    }
    return text.find("\u0085") != std::string_view::npos || text.find("\u2028") != std::string_view::npos ||
           text.find("\u2029") != std::string_view::npos;
}

void check_front_matter(std::string_view text) {
    const auto matter = read_front_matter(text, "SKILL.md");
    require(matter.body_offset <= text.size());
    const auto line = line_at(text, matter.body_offset);
    // A last fence without a line end leaves the body on a line that is not there.
    require(!matter.closed || matter.body_line == line ||
            (matter.body_offset == text.size() && matter.body_line == line + 1));
    for (const auto& diagnostic : matter.diagnostics) {
        require(!diagnostic.message.empty() && !diagnostic.fix.empty());
        require(has_other_line_ends(text) || diagnostic.line <= line_at(text, text.size()));
    }
}

void check_skill(const Skill& skill) {
    require(is_valid_utf8(skill.text));
    require(skill.body_offset <= skill.text.size());
    const auto last_line = line_at(skill.text, skill.text.size());
    auto line = skill.body_line;
    for (const auto& section : skill.outline) {
        require(section.first_line >= line && section.last_line >= section.first_line);
        require(section.last_line <= last_line);
        line = section.first_line + 1;
    }
}

}  // namespace

std::vector<std::string> seeds() {
    return {
        "\nname: x\ndescription: all\n-y z",
        "+++\nname = 'x' # y\ntags = [\n  \"a]\",\n]\na.b = 1\nlong = \"\"\"\nz\n\"\"\"\n[activation]\nk = "
        "2\n+++\nbody\n",
        "  ---\n  name: x\n  text: |\n    ---\n  ----\nbody\n",
        "---\nname: pdf\ndescription: Reads PDFs: fast\n---\n# A\ntext\n```\n# code\n```\n## B ##\n",
        "\xEF\xBB\xBF---\r\nname: 'x'\r\nname: y\r\n---\r\nbody\r\n---\r\n",
        "---\nactivation: {keywords: [a, b], ast: {python: {nodes: [await]}}, paths: ['*.py']}\narguments: "
        "[a]\n---\n",
        "---\na: &a [x, x]\nb: [*a, *a]\n? [k]\n: |\n  text\n---\nx",
        "---\nname: [\n\tx: \"\\q\n---\n",
        "# no front matter\n~~~\n# x\n",
        "---\nnever: closed\n",
    };
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace skillwake;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (is_valid_utf8(bytes)) {
        fuzz::check_front_matter(bytes);
    }
    const auto skill = skill::parse_skill(std::string(bytes), "/s/SKILL.md", skill::Scope::User);
    if (!skill) {
        fuzz::require(!skill.error().message().empty());
        return 0;
    }
    fuzz::check_skill(*skill);
    return 0;
}
